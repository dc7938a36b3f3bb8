/** The known name within a third of the letters of `name`, for "did you mean"; `undefined` when none is near. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const LONGEST = 100;
  if (name.length > LONGEST) return undefined;
  let nearest: string | undefined;
  let best = Math.ceil(name.length / 3);
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance <= best && (nearest === undefined || distance < best)) {
      nearest = candidate;
      best = distance;
    }
  }
  return nearest;
}

/** Levenshtein distance, row by row. */
function editDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [i, letter] of Array.from(left).entries()) {
    const next = [i + 1];
    for (let j = 0; j < right.length; j++) {
      const replaced = (row[j] ?? 0) + (letter === right[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
