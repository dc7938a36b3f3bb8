import type { TimeSensitivity } from './classification.js';
import type { CueName } from './cues.js';

/** Answers that say nothing about the world, whatever words of time the question has. */
const TIMELESS: ReadonlySet<string> = new Set([
  'translation',
  'creative',
  'math',
  'conversational',
  'unknown',
]);

/** How soon an answer becomes wrong: the most urgent hint counts. */
export function timeSensitivityOf(type: string, cues: ReadonlyMap<CueName, number>): TimeSensitivity {
  if (TIMELESS.has(type)) return 'static';
  if (cues.has('live')) return 'live';
  if (cues.has('daily')) return 'daily';
  return cues.has('slow') ? 'slow' : 'static';
}
