import type { CancelTimer, Clock } from '@hydrogenai/common';
import type { FailurePolicy } from './audit.options.js';
import type { AuditRecord } from './audit-record.js';
import { auditTrouble } from './audit.facts.js';
import { AuditUnavailableError } from './audit-unavailable.error.js';

export type Unchained = Omit<AuditRecord, 'id' | 'hash' | 'previousHash'>;

interface Waiting {
  readonly fields: Unchained;
  /** Undefined for what is spooled: nobody waits for it. */
  readonly waiter: Waiter | undefined;
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: AuditUnavailableError) => void;
  readonly cancelDeadline: CancelTimer;
}

export interface QueueLimits {
  readonly deadlineMs: number;
  readonly spoolSize: number;
  readonly clock: Clock;
}

/** What is to be written, in order, and who waits for it. */
export class AuditQueue {
  private waiting: Waiting[] = [];
  private spooled = 0;
  private lost = 0;

  constructor(private readonly limits: QueueLimits) {}

  get length(): number {
    return this.waiting.length;
  }

  /** Resolves when the record is written, or at once when it is spooled. */
  add(fields: Unchained, policy: FailurePolicy): Promise<void> {
    if (policy === 'spool') {
      if (this.spooled < this.limits.spoolSize) {
        this.spooled += 1;
        this.waiting.push({ fields, waiter: undefined });
      } else {
        if (this.lost === 0) auditTrouble.publish(() => ({ kind: 'lost', code: 'SPOOL_FULL' }));
        this.lost += 1;
      }
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const cancelDeadline = this.limits.clock.after(this.limits.deadlineMs, () => this.giveUp(entry));
      const entry: Waiting = { fields, waiter: { resolve, reject, cancelDeadline } };
      this.waiting.push(entry);
    });
  }

  /** The next ones to be written. They stay in the queue until `written`. */
  next(most: number): readonly Waiting[] {
    return this.waiting.slice(0, most);
  }

  written(entries: readonly Waiting[]): void {
    for (const { waiter } of entries) {
      if (waiter === undefined) this.spooled -= 1;
      waiter?.cancelDeadline();
      waiter?.resolve();
    }
    const done = new Set(entries);
    this.waiting = this.waiting.filter((entry) => !done.has(entry));
  }

  /** Refuses everybody who waits. What is spooled stays, for another try. */
  refuseWaiters(): void {
    const entries = this.waiting;
    this.waiting = entries.filter(({ waiter }) => waiter === undefined);
    for (const { fields, waiter } of entries) {
      waiter?.cancelDeadline();
      waiter?.reject(new AuditUnavailableError(fields.action));
    }
  }

  /** How many the spool had no room for, and nobody has recorded yet. */
  get lostCount(): number {
    return this.lost;
  }

  lossRecorded(count: number): void {
    this.lost -= count;
  }

  /** Not recorded in time, so it is not done. When it is being written just now it may still appear in the trail. */
  private giveUp(entry: Waiting): void {
    this.waiting = this.waiting.filter((other) => other !== entry);
    entry.waiter?.reject(new AuditUnavailableError(entry.fields.action));
  }
}
