/** A part of a text that is tagged in one go. */
export interface Slice {
  readonly start: number;
  readonly text: string;
}

/** Characters tagged in one go: one or two sentences, some 2 ms. */
const SLICE_CHARS = 160;
/** A longer word is no name, and the tagger takes time for it that grows with more than its length. */
const LONGEST_WORD = 60;

/**
 * A text in slices that end at the end of a sentence where one is near, else at a space. Words that are too long are left
 * out; offsets count them.
 */
export function* slicesOf(text: string): Generator<Slice> {
  for (let start = 0; start < text.length;) {
    const end = sliceEnd(text, start);
    const slice = text.slice(start, end);
    if (/\p{L}/u.test(slice)) yield { start, text: withoutLongWords(slice) };
    start = end;
  }
}

function sliceEnd(text: string, start: number): number {
  const limit = start + SLICE_CHARS;
  if (limit >= text.length) return text.length;
  let space = limit;
  for (let end = limit; end > start + SLICE_CHARS / 4; end--) {
    if (!/\s/.test(text.charAt(end - 1))) continue;
    if (space === limit) space = end;
    if (/[.!?\n]/.test(text.charAt(end - 2)) || text.charAt(end - 1) === '\n') return end;
  }
  return space;
}

/** Spaces instead of the word, so that offsets stay. */
function withoutLongWords(slice: string): string {
  return slice.replace(/\S+/g, (word) => (word.length > LONGEST_WORD ? ' '.repeat(word.length) : word));
}
