import type { GcraDecision, GcraRate } from '../gcra/gcra.policy.js';

/** What one limit is asked for by one call. */
export interface Charge {
  /** Identity of the bucket, see bucket-name.ts. */
  readonly bucket: string;
  readonly rate: GcraRate;
  /** Whole, 1 to `rate.burst`; more only where it is not binding. */
  readonly cost: number;
  /** False for a limit in shadow mode: it has no say, and is charged only when it has room. */
  readonly binding: boolean;
}

/** A reservation's claim on what it holds. */
export interface Lease {
  /** 1 to 64 letters, digits, `-` and `_`; never used twice. */
  readonly id: string;
  /** After this long without a settlement, what it holds returns to the buckets. Whole ms. */
  readonly ms: number;
}

/** A call under one or several limits. Every bucket occurs once. */
export interface TakeRequest {
  readonly charges: readonly Charge[];
  /** With it the costs are held until the lease is settled or ends; without it they are charged. */
  readonly lease?: Lease;
  /** How long the answer may take, in ms. */
  readonly deadlineMs: number;
}

/** What a reservation has really used. */
export interface SettleRequest {
  readonly leaseId: string;
  readonly charges: readonly {
    readonly bucket: string;
    readonly rate: GcraRate;
    /** What the lease holds. */
    readonly reserved: number;
    /** What is charged instead: whole, 0 or more; beyond the reservation the bucket goes into debt. */
    readonly actual: number;
  }[];
  readonly deadlineMs: number;
}

/** What is known from elsewhere about how much of the limits is left. Every bucket occurs once. */
export interface DrainRequest {
  readonly buckets: readonly {
    readonly bucket: string;
    readonly rate: GcraRate;
    /** Calls that may be admitted now, at most: whole, below 0 for a bucket in debt. */
    readonly remaining: number;
  }[];
  readonly deadlineMs: number;
}

/** Why a store gave no answer. `refused`: it answered with an error, e.g. OOM, READONLY, NOPERM, WRONGTYPE. */
export type StoreFailureReason = 'timeout' | 'disconnected' | 'refused' | 'suspended';

export interface StoreUnavailable {
  readonly kind: 'unavailable';
  readonly reason: StoreFailureReason;
  /** First word of Redis' error (`OOM`), never its text. */
  readonly code?: string;
}

export interface Taken {
  readonly kind: 'decided';
  /** Whether every binding charge had room. Then all that had room are charged, otherwise none. */
  readonly allowed: boolean;
  /** What each bucket said, in the order of the charges. */
  readonly verdicts: readonly GcraDecision[];
}

export interface Settled {
  readonly kind: 'settled';
  /** The lease had ended before, and what it held had been given back; what was used is charged all the same. */
  readonly late: boolean;
}

export interface Drained {
  readonly kind: 'drained';
}

export type TakeOutcome = Taken | StoreUnavailable;
export type SettleOutcome = Settled | StoreUnavailable;
export type DrainOutcome = Drained | StoreUnavailable;

/** Where buckets live. It never throws for a store that fails, and never answers later than the deadline. */
export interface RateLimitStore {
  take(request: TakeRequest): TakeOutcome | Promise<TakeOutcome>;
  settle(request: SettleRequest): SettleOutcome | Promise<SettleOutcome>;
  /** Lowers what remains in each bucket, open reservations included, to a figure; it never raises it. */
  drain(request: DrainRequest): DrainOutcome | Promise<DrainOutcome>;
  /** Gives back what it holds: timers, listeners, connections of its own. */
  close(): void;
}
