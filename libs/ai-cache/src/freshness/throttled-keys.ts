import type { Clock } from '@hydrogenai/common';

/** Keys remembered at most. The oldest is forgotten first: then its computation is tried once more. */
const MOST_KEYS = 10_000;

/** Keys whose computation has failed a short time ago. */
export class ThrottledKeys {
  private readonly untilMs = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  get size(): number {
    return this.untilMs.size;
  }

  has(identity: string): boolean {
    const untilMs = this.untilMs.get(identity);
    if (untilMs === undefined) return false;
    if (this.clock.monotonicMs() < untilMs) return true;
    this.untilMs.delete(identity);
    return false;
  }

  add(identity: string, ms: number): void {
    this.untilMs.delete(identity);
    if (ms > 0) this.untilMs.set(identity, this.clock.monotonicMs() + ms);
    if (this.untilMs.size <= MOST_KEYS) return;
    for (const oldest of this.untilMs.keys()) {
      this.untilMs.delete(oldest);
      break;
    }
  }

  delete(identity: string): void {
    this.untilMs.delete(identity);
  }
}
