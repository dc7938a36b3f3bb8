import { editDistance } from './edit-distance.js';

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
