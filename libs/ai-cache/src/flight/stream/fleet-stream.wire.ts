/** How a running stream is written to a Redis Stream: entries of fields, in this order. */
export const FIELD = {
  /** Begins it; the value says what the reader must know to decide whether it may follow. */
  start: 's',
  /** One chunk, as text. */
  chunk: 'c',
  /** It is complete. */
  end: 'e',
  /** It stops here; the value says why. */
  stop: 'x',
} as const;

/** Why a stream stops before its end, as the one who writes it knows. */
export type StopReason = 'failed' | 'too-large' | 'not-shareable';

/** Protects what passes through Redis. `place` tells apart all fields of all streams. */
export interface StreamSeal {
  readonly seal: (text: string, place: string) => string;
  /** Undefined for what was not sealed for this place. */
  readonly open: (text: string, place: string) => string | undefined;
}

/** Where Redis is trusted with the content. */
export const OPEN_SEAL: StreamSeal = { seal: (text) => text, open: (text) => text };

/** The stream of one leader: a leader that takes over writes another. */
export function streamKeyOf(entry: string, token: string): string {
  return `${entry}:stream:${token}`;
}

/** The n-th field of a stream, from 0. */
export function placeOf(key: string, field: string, nth: number): string {
  return `${key}:${field}:${nth}`;
}
