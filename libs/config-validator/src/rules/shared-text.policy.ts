/** Shorter values are so common in plain sentences that their occurrence says nothing. */
const SHORTEST_VALUE = 4;
/** A common part of this length is no coincidence. */
const TELLING_PART = 12;

/** Whether a text shows the value, or a telling part of it. */
export function sharesText(text: string, value: string): boolean {
  if (value.length < SHORTEST_VALUE) return false;
  if (value.length <= TELLING_PART) return text.includes(value);
  for (let start = 0; start + TELLING_PART <= text.length; start++) {
    if (value.includes(text.slice(start, start + TELLING_PART))) return true;
  }
  return false;
}

/** The same, also for the encodings in which values are passed on. For texts that code made out of the value. */
export function showsValue(text: string, value: string): boolean {
  const bytes = Buffer.from(value);
  const encoded = [bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('hex')];
  return [value, encodeURIComponent(value.toWellFormed()), ...encoded].some((one) => sharesText(text, one));
}
