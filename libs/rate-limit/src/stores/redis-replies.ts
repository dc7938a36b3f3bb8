import type { Span } from '../gcra/span.js';

export interface GcraReply {
  readonly status: 'admitted' | 'rejected' | 'stale';
  /** Redis' clock, microseconds since 1970. */
  readonly nowUs: number;
  readonly backlog: Span;
}

const US_PER_S = 1_000_000;

/** Reads the answer of the script (gcra.lua.ts). Clients may give numbers as strings (`stringNumbers`). */
export function readGcraReply(reply: unknown): GcraReply {
  if (!Array.isArray(reply)) throw new UnexpectedReplyError();
  const [status, nowUs, ms, part] = reply;
  if (status !== 'admitted' && status !== 'rejected' && status !== 'stale') throw new UnexpectedReplyError();
  return { status, nowUs: whole(nowUs), backlog: { ms: whole(ms), part: whole(part) } };
}

/** Reads the answer of TIME, seconds and microseconds, as microseconds since 1970. */
export function readTimeReply(reply: unknown): number {
  if (!Array.isArray(reply)) throw new UnexpectedReplyError();
  const [seconds, microseconds] = reply;
  return whole(seconds) * US_PER_S + whole(microseconds);
}

/** The server is not a Redis, or something between us and it changes its answers. */
export class UnexpectedReplyError extends Error {
  constructor() {
    super('Redis gave an answer that the rate limiter cannot read.');
    this.name = 'UnexpectedReplyError';
  }
}

function whole(value: unknown): number {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 0)
    throw new UnexpectedReplyError();
  return number;
}
