/** How a running stream is written to a Redis Stream: entries of fields, in this order. */
export const FIELD = {
  /** Begins it. Without this at its front a reader would not know that something is missing. */
  start: 's',
  /** One chunk, as text. */
  chunk: 'c',
  /** It is complete. */
  end: 'e',
  /** It stops here; the value says why. */
  stop: 'x',
} as const;

/** Why a stream stops before its end, as the one who writes it knows. */
export type StopReason = 'failed' | 'too-large';

/** The stream of one leader: a leader that takes over writes another. */
export function streamKeyOf(entry: string, token: string): string {
  return `${entry}:stream:${token}`;
}
