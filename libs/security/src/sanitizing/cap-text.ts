const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * The longest start of a text that is no longer than so many UTF-16 code units and cuts no surrogate pair, combining
 * sequence, flag or emoji family in two. Empty if its first character is longer.
 */
export function capText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const from = plainBoundary(text, maxLength);
  let end = from;
  for (const { segment } of GRAPHEMES.segment(text.slice(from, maxLength + LOOKAHEAD))) {
    if (end + segment.length > maxLength) break;
    end += segment.length;
  }
  return text.slice(0, end);
}

/** Enough to see whether what stands at the cut goes on behind it: a joiner and a pair, or the tags of a flag. */
const LOOKAHEAD = 16;

/** The last place, not behind `index`, between two printable characters of ASCII: no character goes across it. */
function plainBoundary(text: string, index: number): number {
  for (let at = index; at > 0; at--) if (isPlain(text, at - 1) && isPlain(text, at)) return at;
  return 0;
}

function isPlain(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0x20 && code < 0x7f;
}
