/** Characters of a match that belong to the address: a sentence's own marks and a bracket that it did not open come after it. */
export function trimmedUrlLength(match: string): number {
  let end = match.length;
  let open = 0;
  for (const character of match) open += character === '(' ? 1 : character === ')' ? -1 : 0;
  for (; end > 0; end--) {
    const last = match[end - 1] ?? '';
    if (last === ')' && open < 0) open++;
    else if (!/[.,;:!?'’\]}*_]/.test(last)) break;
  }
  return end;
}
