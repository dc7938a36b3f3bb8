import type { CancelTimer, Clock } from '@hydrogenai/common';

/** A call that waits for its answer. */
export interface Waiting {
  /** The answer came: the deadline no longer matters. */
  done(): void;
}

class Entry implements Waiting {
  next: Entry | undefined;

  constructor(
    readonly endsAtMs: number,
    private giveUp: (() => void) | undefined,
  ) {}

  get isDone(): boolean {
    return this.giveUp === undefined;
  }

  done(): void {
    this.giveUp = undefined;
  }

  late(): void {
    this.giveUp?.();
    this.giveUp = undefined;
  }
}

/**
 * The deadlines of many calls with one timer for all that wait equally long, instead of one each: on a busy limiter the
 * timers would cost more than the calls.
 */
export class Deadlines {
  private readonly queues = new Map<number, DeadlineQueue>();

  constructor(private readonly clock: Clock) {}

  /**
   * Calls `giveUp` when the call is not done `ms` after now. Sockets are read once more before: if this process itself was
   * busy, the answer may have been waiting.
   */
  add(ms: number, giveUp: () => void): Waiting {
    let queue = this.queues.get(ms);
    if (queue === undefined) {
      queue = new DeadlineQueue(this.clock, ms);
      this.queues.set(ms, queue);
    }
    return queue.add(giveUp);
  }

  close(): void {
    for (const queue of this.queues.values()) queue.close();
    this.queues.clear();
  }
}

/** Calls that wait equally long end in the order in which they came. */
class DeadlineQueue {
  private first: Entry | undefined;
  private last: Entry | undefined;
  private cancel: CancelTimer | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly ms: number,
  ) {}

  add(giveUp: () => void): Waiting {
    const entry = new Entry(this.clock.monotonicMs() + this.ms, giveUp);
    this.dropDone();
    if (this.last === undefined) this.first = entry;
    else this.last.next = entry;
    this.last = entry;
    this.cancel ??= this.clock.after(this.ms, this.look);
    return entry;
  }

  /** The calls themselves go on: whoever closes them ends them. */
  close(): void {
    this.cancel?.();
    this.cancel = undefined;
  }

  private readonly look = (): void => {
    this.cancel = undefined;
    const nowMs = this.clock.monotonicMs();
    const due: Entry[] = [];
    for (let entry = this.first; entry && entry.endsAtMs <= nowMs; entry = entry.next) due.push(entry);
    // Immediates run after the poll phase, in which sockets are read.
    if (due.length > 0) setImmediate(() => due.forEach((entry) => entry.late()));
    this.drop(due.length);
    this.dropDone();
    if (this.first) this.cancel = this.clock.after(this.first.endsAtMs - nowMs, this.look);
  };

  private dropDone(): void {
    while (this.first?.isDone) this.drop(1);
  }

  private drop(count: number): void {
    for (let dropped = 0; dropped < count; dropped++) this.first = this.first?.next;
    if (this.first === undefined) this.last = undefined;
  }
}
