/**
 * Whether a group that is repeated without end repeats something without end itself, as in `(a+)+`: on a text that does
 * not match such a pattern can take time exponential to its length. Other slow patterns exist; they are held by how
 * little of a text they see.
 */
export function hasNestedRepetition({ source }: RegExp): boolean {
  const open: boolean[] = [];
  let inside = false;
  for (let at = 0; at < source.length; at++) {
    const char = source[at];
    if (char === '\\') at += 1;
    else if (char === '[') at = endOfClass(source, at);
    else if (char === '(') {
      open.push(inside);
      inside = false;
    } else if (char === ')') {
      const repeats = repeatsAt(source, at + 1);
      if (inside && repeats) return true;
      inside = [inside, repeats, open.pop()].includes(true);
      continue;
    }
    if (char !== '(' && repeatsAt(source, at + 1)) inside = true;
  }
  return false;
}

/** A quantifier without an end, or with one that is as good as none. */
function repeatsAt(source: string, at: number): boolean {
  const char = source[at];
  if (char === '*' || char === '+') return true;
  if (char !== '{') return false;
  const [, from, comma, to] = /^\{(\d+)(,?)(\d*)\}/.exec(source.slice(at, at + 24)) ?? [];
  if (from === undefined) return false;
  const most = comma === '' ? Number(from) : to === '' ? Infinity : Number(to);
  return most > LONGEST_REPETITION;
}

const LONGEST_REPETITION = 10;

function endOfClass(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === '\\') at += 1;
    else if (source[at] === ']') return at;
  }
  return source.length;
}
