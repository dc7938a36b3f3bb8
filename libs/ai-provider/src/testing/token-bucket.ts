/** A bucket that holds `capacity` and, once empty, is full again after `windowMs`. */
export interface BucketSize {
  readonly capacity: number;
  readonly windowMs: number;
}

/** A float sum of refills may miss a whole unit by this much; far below one token. */
const TOLERANCE = 1e-6;

/**
 * Token bucket with continuous refill. The clock is the caller's; one that runs backwards refills nothing.
 * Never admits more than `capacity + elapsed * capacity / windowMs`.
 */
export class TokenBucket {
  readonly capacity: number;
  readonly #perMs: number;
  #level: number;
  #updatedAt: number;

  constructor({ capacity, windowMs }: BucketSize, now: number) {
    this.capacity = capacity;
    this.#perMs = capacity / windowMs;
    this.#level = capacity;
    this.#updatedAt = now;
  }

  /** Whole units left. */
  remaining(now: number): number {
    return Math.floor(this.#refill(now) + TOLERANCE);
  }

  /** Milliseconds until `amount` is there, rounded up; 0 when it is; Infinity when it never will be. */
  waitMs(amount: number, now: number): number {
    const missing = amount - this.#refill(now);
    if (amount > this.capacity) return Infinity;
    return missing <= TOLERANCE ? 0 : Math.ceil(missing / this.#perMs);
  }

  /** Milliseconds until it is full. */
  resetMs(now: number): number {
    return this.waitMs(this.capacity, now);
  }

  /** Takes `amount` whole or not at all. */
  take(amount: number, now: number): boolean {
    if (this.waitMs(amount, now) > 0) return false;
    this.#level = Math.max(0, this.#level - amount);
    return true;
  }

  #refill(now: number): number {
    const elapsed = Math.max(0, now - this.#updatedAt);
    this.#level = Math.min(this.capacity, this.#level + elapsed * this.#perMs);
    this.#updatedAt = Math.max(this.#updatedAt, now);
    return this.#level;
  }
}
