import { NO_TIME, type Span } from '../gcra/span.js';
import type { BucketLoad } from '../gcra/gcra.policy.js';

/** What the script (take.lua.ts) says of one bucket. */
export interface BucketReply {
  readonly hasRoom: boolean;
  /** After the call when it was admitted, otherwise without it. */
  readonly load: BucketLoad;
}

export type TakeReply =
  | { readonly status: 'decided'; readonly allowed: boolean; readonly buckets: readonly BucketReply[] }
  | { readonly status: 'stale' }
  /** Leases have ended and must be cleared away first. */
  | { readonly status: 'leases-ended' }
  | { readonly status: 'refused'; readonly code: string };

export interface TakeReplies {
  /** Redis' clock, microseconds since 1970. */
  readonly nowUs: number;
  readonly replies: readonly TakeReply[];
}

const US_PER_S = 1_000_000;

/** Reads the answer of the script, for requests with so many charges each. */
export function readTakeReplies(reply: unknown, charges: readonly number[]): TakeReplies {
  const reader = new ReplyReader(reply);
  const nowUs = reader.whole();
  const replies = charges.map((count) => readTakeReply(reader, count));
  reader.end();
  return { nowUs, replies };
}

function readTakeReply(reader: ReplyReader, charges: number): TakeReply {
  const status = reader.next();
  // Statuses are numbers; an error is a text, even from clients that give numbers as strings (`stringNumbers`).
  switch (status) {
    case 0:
    case 1:
    case '0':
    case '1': {
      const buckets: BucketReply[] = [];
      for (let charge = 0; charge < charges; charge++) buckets.push(readBucket(reader));
      return { status: 'decided', allowed: Number(status) === 1, buckets };
    }
    case 2:
    case '2':
      return { status: 'stale' };
    case 3:
    case '3':
      return { status: 'leases-ended' };
    default:
      if (typeof status !== 'string') throw new UnexpectedReplyError();
      return { status: 'refused', code: errorWord(status) ?? 'UNEXPECTED' };
  }
}

function readBucket(reader: ReplyReader): BucketReply {
  const kind = reader.whole();
  const backlog: Span = { ms: reader.whole(), part: reader.whole() };
  const hasRoom = kind % 2 === 1;
  if (kind < 2) return { hasRoom, load: { backlog, held: NO_TIME, leaseEndsInMs: undefined } };
  const held: Span = { ms: reader.whole(), part: reader.whole() };
  return { hasRoom, load: { backlog, held, leaseEndsInMs: reader.whole() } };
}

/** Reads the answer of settle.lua.ts. */
export function readSettleReply(reply: unknown): { nowUs: number; late: boolean } {
  const reader = new ReplyReader(reply);
  return { nowUs: reader.whole(), late: reader.whole() === 1 };
}

/** Reads the answer of TIME, seconds and microseconds, as microseconds since 1970. */
export function readTimeReply(reply: unknown): number {
  const reader = new ReplyReader(reply);
  return reader.whole() * US_PER_S + reader.whole();
}

/** Redis begins its errors with one upper-case word; the rest may quote commands and is left out. */
const ERROR_WORD = /^[A-Z]{2,20}(?= |$)/;

export function errorWord(message: string): string | undefined {
  return ERROR_WORD.exec(message)?.[0];
}

/** The server is not a Redis, or something between us and it changes its answers. */
export class UnexpectedReplyError extends Error {
  constructor() {
    super('Redis gave an answer that the rate limiter cannot read.');
    this.name = 'UnexpectedReplyError';
  }
}

class ReplyReader {
  private readonly values: readonly unknown[];
  private index = 0;

  constructor(reply: unknown) {
    if (!Array.isArray(reply)) throw new UnexpectedReplyError();
    this.values = reply;
  }

  next(): unknown {
    return this.values[this.index++];
  }

  whole(): number {
    const value = this.next();
    const number = typeof value === 'string' && value !== '' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 0) {
      throw new UnexpectedReplyError();
    }
    return number;
  }

  end(): void {
    if (this.index !== this.values.length) throw new UnexpectedReplyError();
  }
}
