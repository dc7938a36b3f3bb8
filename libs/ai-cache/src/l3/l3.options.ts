import { InvalidOptionError, parseDuration, wholeNumber, type Duration } from '@hydrogenai/common';
import type { Keyv, KeyvStoreAdapter } from 'keyv';

/** The third tier: any database that Keyv 5 has an adapter for. */
export interface L3Options {
  /**
   * A storage adapter, or a Keyv, of which the adapter and the namespace are used. Records are handed to it as base64 text
   * (as bytes to `SqliteKeyvStore`), compressed and encrypted already, so Keyv's own serialisation is left out. Shorten no
   * keys there: those of more than 250 characters are shortened here.
   */
  readonly keyv: Keyv | KeyvStoreAdapter;
  /** Longest wait for a call, 1 ms to 1 min; then a read counts as a miss. Default: 500 ms. */
  readonly deadlineMs?: Duration | undefined;
  /** Writes that may wait, 1 to 1,000,000. What comes beyond is left out. Default: 1,000. */
  readonly maxQueuedWrites?: number | undefined;
  /** Their bytes, 1 KiB to 16 GiB. Default: 32 MiB. */
  readonly maxQueuedBytes?: number | undefined;
  /**
   * Whether the application refuses to start when the store does not answer (`L3UnreachableError`). Later it may come and
   * go. Default: true.
   */
  readonly required?: boolean | undefined;
  /** Whether the store is left connected when the application closes. Default: false. */
  readonly keepOpen?: boolean | undefined;
}

export interface ResolvedL3 {
  readonly keyv: Keyv | KeyvStoreAdapter;
  readonly deadlineMs: number;
  readonly maxQueuedWrites: number;
  readonly maxQueuedBytes: number;
  readonly required: boolean;
  readonly keepOpen: boolean;
}

const KiB = 1024;
const BOUNDS = { minMs: 1, maxMs: 60_000 } as const;

/** @throws InvalidOptionError naming the field */
export function resolveL3(options: L3Options, field = 'l3'): ResolvedL3 {
  const {
    maxQueuedWrites = 1_000,
    maxQueuedBytes = 32 * KiB * KiB,
    required = true,
    keepOpen = false,
  } = options;
  if (!isKeyv(options.keyv)) {
    throw new InvalidOptionError({
      field: `${field}.keyv`,
      accepted: 'a Keyv 5 or one of its storage adapters, with get, set, delete and clear',
      received: options.keyv,
      secret: true,
    });
  }
  return {
    keyv: options.keyv,
    deadlineMs: parseDuration(options.deadlineMs ?? '500ms', `${field}.deadlineMs`, BOUNDS),
    maxQueuedWrites: wholeNumber(maxQueuedWrites, `${field}.maxQueuedWrites`, 1, 1_000_000),
    maxQueuedBytes: wholeNumber(maxQueuedBytes, `${field}.maxQueuedBytes`, KiB, 16 * KiB * KiB * KiB),
    required: flag(required, `${field}.required`),
    keepOpen: flag(keepOpen, `${field}.keepOpen`),
  };
}

/** JavaScript callers may give anything. */
function isKeyv(keyv: unknown): boolean {
  if (typeof keyv !== 'object' || keyv === null) return false;
  return ['get', 'set', 'delete', 'clear'].every((name) => typeof Reflect.get(keyv, name) === 'function');
}

function flag(value: unknown, field: string): boolean {
  if (typeof value === 'boolean') return value;
  throw new InvalidOptionError({ field, accepted: 'true or false', received: value });
}
