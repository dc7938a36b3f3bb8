/** How far back a cut looks for a space. */
const LONGEST_TOKEN = 256;

/** How many characters to read of a text, at most `most`: cut at a space, because half a token would be read as another one. */
export function readableLength(text: string, most: number): number {
  if (text.length <= most) return text.length;
  for (let end = most; end > most - LONGEST_TOKEN && end > 0; end--) {
    if (/\s/.test(text.charAt(end))) return end;
  }
  return most;
}
