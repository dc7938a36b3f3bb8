/**
 * The ways in which a value may stand in a text: as it is, escaped for JSON once and twice, for URLs and forms, in
 * hexadecimal, as decimal bytes, and in base64 at each of the three places where other bytes may put it.
 */
export function spellingsOf(value: string): readonly string[] {
  const wellFormed = value.toWellFormed();
  const bytes = Buffer.from(wellFormed);
  const json = JSON.stringify(value).slice(1, -1);
  const url = encodeURIComponent(wellFormed);
  const strict = url.replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  const hex = bytes.toString('hex');
  const pairs = hex.replace(/..(?!$)/g, '$& ');
  return [
    ...new Set([
      value,
      json,
      JSON.stringify(json).slice(1, -1),
      ...[url, strict, encodeURI(wellFormed)].flatMap(withCases),
      ...[url, strict].map((text) => text.replaceAll('%20', '+')).flatMap(withCases),
      hex,
      hex.toUpperCase(),
      pairs,
      bytes.join(','),
      ...bothBase64(bytes.toString('base64')),
      ...[0, 1, 2].flatMap((before) => bothBase64(base64After(bytes, before))),
    ]),
  ];
}

/** Escapes are written with capitals, and by some with small letters. */
function withCases(escaped: string): string[] {
  return [escaped, escaped.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase())];
}

function bothBase64(base64: string): string[] {
  const unpadded = base64.replace(/=+$/, '');
  return [base64, unpadded, unpadded.replaceAll('+', '-').replaceAll('/', '_')];
}

/**
 * The characters of base64 that are the same whatever comes before and after, when the number of bytes before leaves the
 * given rest by three. Those at the edges share their bits with the neighbours.
 */
function base64After(bytes: Buffer, before: number): string {
  const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
  return whole.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
}

/** The parts of a value that may be met alone: without white space at its ends, and the password of a URL. */
export function partsOf(value: string): readonly string[] {
  const trimmed = value.trim();
  const parts = new Set([value, trimmed]);
  const raw = /^[a-z][a-z0-9+.-]{0,30}:\/\/[^/?#:@\s]{0,256}:([^/?#\s]{1,1024})@/i.exec(trimmed)?.[1];
  if (raw !== undefined) parts.add(raw).add(decoded(raw));
  return [...parts];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    // A password with a bare percent sign is written as it is.
    if (error instanceof URIError) return text;
    throw error;
  }
}
