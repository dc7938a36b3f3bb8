/**
 * How many hedges are left: every request brings a share of one, every hedge takes one. Over any history there are at
 * most `ratio` x requests + `burst` of them, so that hedging cannot double the load of providers that all are slow.
 */
export class HedgeBudget {
  private tokens: number;

  constructor(
    private readonly ratio: number,
    private readonly burst: number,
  ) {
    this.tokens = burst;
  }

  /** A request has come. */
  earn(): void {
    this.tokens = Math.min(this.burst, this.tokens + this.ratio);
  }

  /** Whether `spend` would say yes. */
  get hasRoom(): boolean {
    return this.tokens >= 1;
  }

  /** Whether a hedge may be made; then it is paid. */
  spend(): boolean {
    if (!this.hasRoom) return false;
    this.tokens -= 1;
    return true;
  }
}
