import { UnexpectedRedisReplyError } from '@hydrogenai/common/redis';
import type { BoardValue } from './shared-board.js';

export interface SyncReply {
  readonly epoch: string;
  readonly version: number;
  /** Everything on the board; `undefined` when it is as it was. */
  readonly entries: readonly SyncedEntry[] | undefined;
}

export interface SyncedEntry {
  readonly key: string;
  /** ms left; Infinity without an end. */
  readonly forMs: number;
  readonly value: BoardValue;
}

/** @throws UnexpectedRedisReplyError when it is not what the script answers. */
export function readSyncReply(reply: unknown): SyncReply {
  if (!Array.isArray(reply)) throw new UnexpectedRedisReplyError('the board');
  const [epoch, version, changed, ...rest]: unknown[] = reply;
  if (typeof epoch !== 'string' || typeof version !== 'number' || rest.length % 3 !== 0) {
    throw new UnexpectedRedisReplyError('the board');
  }
  if (changed !== 1) return { epoch, version, entries: undefined };
  const entries: SyncedEntry[] = [];
  for (let index = 0; index < rest.length; index += 3) {
    const [key, ms, value] = rest.slice(index, index + 3);
    if (typeof key !== 'string' || typeof ms !== 'number' || typeof value !== 'string') {
      throw new UnexpectedRedisReplyError('the board');
    }
    entries.push({ key, forMs: ms === 0 ? Infinity : ms, value: readValue(value) });
  }
  return { epoch, version, entries };
}

function readValue(text: string): BoardValue {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new UnexpectedRedisReplyError('the board');
  return Object.fromEntries(
    Object.entries(value).filter(
      (field): field is [string, string | number] =>
        typeof field[1] === 'string' || typeof field[1] === 'number',
    ),
  );
}
