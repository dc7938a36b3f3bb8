import type { JsonObject } from '../wires/request-fields.js';

/** One request of a batch, not answered yet. */
export interface BatchTask {
  readonly customId: string;
  readonly body: JsonObject;
}

export type TaskOutcome =
  | { readonly ended: 'answered'; readonly body: unknown; readonly serial: number }
  | { readonly ended: 'refused'; readonly status: number; readonly body: unknown; readonly serial: number }
  | { readonly ended: 'cancelled' };

export interface TaskResult {
  readonly customId: string;
  readonly outcome: TaskOutcome;
}

export interface BatchParts {
  readonly id: string;
  readonly tasks: readonly BatchTask[];
  /** Of the simulator's clock. */
  readonly createdAt: number;
  readonly durationMs: number;
  readonly answer: (task: BatchTask) => TaskOutcome;
}

/**
 * One batch: its tasks are done one after another, evenly over its duration, by the simulator's clock. Nothing runs in between:
 * whoever asks sees what has been done by now.
 */
export class SimulatedBatch {
  readonly id: string;
  readonly createdAt: number;
  private readonly done: TaskResult[] = [];
  private cancelledAt: number | undefined;

  constructor(private readonly parts: BatchParts) {
    this.id = parts.id;
    this.createdAt = parts.createdAt;
  }

  get total(): number {
    return this.parts.tasks.length;
  }

  get cancelInitiatedAt(): number | undefined {
    return this.cancelledAt;
  }

  /** Whether it has ended by now. */
  ended(now: number): boolean {
    return this.cancelledAt !== undefined || this.answeredBy(now) === this.total;
  }

  cancel(now: number): void {
    if (!this.ended(now)) this.cancelledAt = now;
  }

  /** The results by now; those that a cancel left out come as cancelled. */
  results(now: number): readonly TaskResult[] {
    const { tasks, answer } = this.parts;
    const count = this.answeredBy(this.cancelledAt ?? now);
    for (const task of tasks.slice(this.done.length, count)) {
      this.done.push({ customId: task.customId, outcome: answer(task) });
    }
    if (this.cancelledAt === undefined) return this.done;
    const left = tasks
      .slice(count)
      .map(({ customId }) => ({ customId, outcome: { ended: 'cancelled' } as const }));
    return [...this.done, ...left];
  }

  private answeredBy(now: number): number {
    const { durationMs, createdAt } = this.parts;
    if (durationMs === 0) return this.total;
    return Math.min(this.total, Math.floor((this.total * (now - createdAt)) / durationMs));
  }
}
