interface Hold {
  readonly share: number;
  readonly endsAtMs: number;
}

/**
 * One limit by another road than admission's: shares of the limit in floating point, every hold looked at on every
 * question, nothing clever.
 */
export class ReferenceLimit {
  private limit: number;
  private heardOfMs = -Infinity;
  private backlog = 0;
  private atMs = 0;
  private readonly holds = new Map<number, Hold>();

  constructor(
    private readonly configured: number,
    private readonly windowMs: number,
    private readonly headroom: number,
  ) {
    this.limit = configured;
  }

  get capacity(): number {
    return Math.max(1, Math.floor(this.limit * (1 - this.headroom)));
  }

  /** What would be left after this amount, as a share of the limit; below 0 when it does not fit. */
  leftAfter(nowMs: number, amount: number): number {
    return 1 - this.used(nowMs) - amount / this.capacity;
  }

  hold(nowMs: number, id: number, amount: number, endsAtMs: number): void {
    this.pass(nowMs);
    this.holds.set(id, { share: amount / this.capacity, endsAtMs });
  }

  settle(nowMs: number, id: number, amount: number): void {
    this.pass(nowMs);
    this.holds.delete(id);
    this.backlog += amount / this.capacity;
  }

  /** A header of the provider: another limit, and how much of it is left. */
  hear(nowMs: number, limit: number, remaining: number, startedMs: number): void {
    this.pass(nowMs);
    if (startedMs > this.heardOfMs) this.limit = Math.min(this.configured, limit);
    if (startedMs === this.heardOfMs) this.limit = Math.min(this.limit, limit);
    this.heardOfMs = Math.max(this.heardOfMs, startedMs);
    const agedBy = (limit * (nowMs - startedMs)) / this.windowMs;
    const left = Math.min(limit, remaining + agedBy) - limit * this.headroom;
    const used = Math.min(2, 1 - left / this.capacity);
    this.backlog = Math.max(this.backlog, used - this.held());
  }

  get isHeld(): boolean {
    return this.holds.size > 0;
  }

  private used(nowMs: number): number {
    this.pass(nowMs);
    return this.backlog + this.held();
  }

  private held(): number {
    let sum = 0;
    for (const { share } of this.holds.values()) sum += share;
    return sum;
  }

  private pass(nowMs: number): void {
    this.backlog = Math.max(0, this.backlog - (nowMs - this.atMs) / this.windowMs);
    this.atMs = nowMs;
    for (const [id, { endsAtMs }] of this.holds) if (endsAtMs <= nowMs) this.holds.delete(id);
  }
}
