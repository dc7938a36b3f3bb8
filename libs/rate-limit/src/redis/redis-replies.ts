import { UnexpectedRedisReplyError } from '@hydrogenai/common/redis';
import { NO_TIME, type Span } from '../gcra/span.js';
import type { BucketLoad } from '../gcra/gcra.policy.js';

/** What the scripts say of one bucket. */
export interface BucketReply {
  readonly hasRoom: boolean;
  /** After the call when it was admitted, otherwise without it. */
  readonly load: BucketLoad;
}

/** What the scripts say of one call. */
export type ScriptReply =
  | { readonly status: 'decided'; readonly allowed: boolean; readonly buckets: readonly BucketReply[] }
  | { readonly status: 'stale' }
  /** Only of consume.lua.ts: the bucket has reservations, which it does not understand. */
  | { readonly status: 'reserved' }
  | { readonly status: 'refused'; readonly code: string };

const STALE: ScriptReply = { status: 'stale' };
const RESERVED: ScriptReply = { status: 'reserved' };

/** Reads the answer of consume.lua.ts for so many calls. */
export function readConsumeReply(
  reply: unknown,
  calls: number,
): { nowUs: number; replies: readonly ScriptReply[] } {
  const reader = new ReplyReader(reply);
  const nowUs = reader.whole();
  const replies: ScriptReply[] = [];
  for (let call = 0; call < calls; call++) {
    const status = reader.status();
    const backlog = reader.span();
    if (typeof status !== 'boolean') replies.push(status);
    else {
      const load = { backlog, held: NO_TIME, leaseEndsInMs: undefined };
      replies.push({ status: 'decided', allowed: status, buckets: [{ hasRoom: status, load }] });
    }
  }
  return { nowUs, replies };
}

/** Reads the answer of take.lua.ts for so many charges. */
export function readTakeReply(reply: unknown, charges: number): { nowUs: number; reply: ScriptReply } {
  const reader = new ReplyReader(reply);
  const nowUs = reader.whole();
  const status = reader.status();
  if (typeof status !== 'boolean') return { nowUs, reply: status };
  const buckets: BucketReply[] = [];
  for (let charge = 0; charge < charges; charge++) {
    const hasRoom = reader.whole() === 1;
    const load = { backlog: reader.span(), held: reader.span() };
    const leaseEndsInMs = reader.whole();
    buckets.push({
      hasRoom,
      load: { ...load, leaseEndsInMs: leaseEndsInMs === 0 ? undefined : leaseEndsInMs },
    });
  }
  return { nowUs, reply: { status: 'decided', allowed: status, buckets } };
}

/** Reads the answer of settle.lua.ts. */
export function readSettleReply(reply: unknown): { nowUs: number; late: boolean } {
  const reader = new ReplyReader(reply);
  return { nowUs: reader.whole(), late: reader.whole() === 1 };
}

/** Redis begins its errors with one upper-case word; the rest may quote commands and is left out. */
const ERROR_WORD = /^[A-Z]{2,20}(?= |$)/;

export function errorWord(message: string): string | undefined {
  return ERROR_WORD.exec(message)?.[0];
}

/** Clients may give numbers as strings (`stringNumbers`). */
class ReplyReader {
  private readonly values: readonly unknown[];
  private index = 0;

  constructor(reply: unknown) {
    if (!Array.isArray(reply)) throw new UnexpectedRedisReplyError('a script of the rate limiter');
    this.values = reply;
  }

  whole(): number {
    const value = this.values[this.index++];
    const number = typeof value === 'string' && value !== '' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 0) {
      throw new UnexpectedRedisReplyError('a script of the rate limiter');
    }
    return number;
  }

  span(): Span {
    return { ms: this.whole(), part: this.whole() };
  }

  /** A number, or the text of an error. True: admitted; false: rejected. */
  status(): boolean | ScriptReply {
    const value = this.values[this.index++];
    switch (value) {
      case 1:
      case '1':
        return true;
      case 0:
      case '0':
        return false;
      case 2:
      case '2':
        return STALE;
      case 3:
      case '3':
        return RESERVED;
      default:
        if (typeof value !== 'string') throw new UnexpectedRedisReplyError('a script of the rate limiter');
        return { status: 'refused', code: errorWord(value) ?? 'UNEXPECTED' };
    }
  }
}
