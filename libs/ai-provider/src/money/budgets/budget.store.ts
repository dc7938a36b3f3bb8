/** The money of one subject of one budget in one window. */
export interface BudgetBucket {
  /** Unique for budget, subject and window. */
  readonly name: string;
  /** Name of the budget. */
  readonly budget: string;
  /** Micro-dollars. */
  readonly limit: number;
  /** End of the window, ms since 1970. */
  readonly endsAt: number;
}

/** Money that one attempt may cost, held in all its buckets or in none. Every bucket occurs once. */
export interface ReserveRequest {
  /** 1 to 64 letters, digits and `-`; never used twice. */
  readonly leaseId: string;
  /** Whole micro-dollars, 0 or more. */
  readonly amount: number;
  readonly buckets: readonly BudgetBucket[];
}

/** Whole micro-dollars. `held` is what reservations hold that have neither been settled nor ended. */
export interface BucketState {
  readonly spent: number;
  readonly held: number;
}

export type ReserveOutcome =
  | { readonly kind: 'reserved'; readonly reservation: Reservation }
  | {
      readonly kind: 'refused';
      /** What each bucket holds, in the order of the request. */
      readonly states: readonly BucketState[];
    };

/** Money that is held until it is settled, or until its lease ends. */
export interface Reservation {
  /** Once: charges what it really cost, and gives back what was held. It never throws. */
  settle(actual: number): void;
}

/** Is told what was charged. */
export type SpendListener = (bucket: BudgetBucket, before: number, after: number) => void;

/**
 * Where budgets live. A bucket has room when what is spent, held and asked for is at most the limit. What a settlement
 * charges counts in any case, also when the lease has ended, and also beyond the limit.
 */
export interface BudgetStore {
  /** It never rejects. */
  reserve(request: ReserveRequest): ReserveOutcome | Promise<ReserveOutcome>;
  /** Hands over what is still to be charged. It never rejects. */
  close(): Promise<void>;
}
