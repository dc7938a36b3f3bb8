import type { Clock } from '@hydrogenai/common';
import type { BoardEntry, SharedBoard } from './board/shared-board.js';
import { aiSwitch, type Drain } from './operator.facts.js';

const PREFIX = 'drain:';

/** Who gets no more requests because an operator said so. */
export class DrainBoard {
  constructor(
    private readonly board: SharedBoard,
    private readonly clock: Clock,
  ) {}

  /** Replaces an earlier drain of the same target. */
  drain(decision: Drain): void {
    const { target, since, until, reason, by } = decision;
    const forMs = until === undefined ? Infinity : until - since;
    const value = { reason, by, since, ...(until === undefined ? {} : { until }) };
    this.board.put({ key: PREFIX + target, forMs, value, keep: 'latest' });
    aiSwitch.publish(() => ({ drained: decision }));
  }

  /** False when there was nothing to resume. */
  resume(target: string, by: string, reason: string): boolean {
    if (!this.board.get(PREFIX + target)) return false;
    this.board.remove(PREFIX + target);
    aiSwitch.publish(() => ({ resumed: target, by, reason }));
    return true;
  }

  list(): readonly Drain[] {
    return this.board.list(PREFIX).map(drainOf);
  }

  /** The drain of any of these names that lasts longest. */
  find(names: readonly string[]): Drain | undefined {
    const entry = this.longest(names);
    return entry && drainOf(entry);
  }

  /** For how long one of these names is drained, in ms; Infinity without an end. */
  remainingMs(names: readonly string[]): number {
    const entry = this.longest(names);
    return entry ? entry.endsAtMs - this.clock.monotonicMs() : 0;
  }

  private longest(names: readonly string[]): BoardEntry | undefined {
    let longest: BoardEntry | undefined;
    for (const name of names) {
      const entry = this.board.get(PREFIX + name);
      if (entry && (!longest || entry.endsAtMs > longest.endsAtMs)) longest = entry;
    }
    return longest;
  }
}

function drainOf({ key, value }: BoardEntry): Drain {
  const { reason = '', by = '', since = 0, until } = value;
  return {
    target: key.slice(PREFIX.length),
    reason: String(reason),
    by: String(by),
    since: Number(since),
    ...(until === undefined ? {} : { until: Number(until) }),
  };
}
