/** Settlements that are on their way to the limiter: nobody waits for them, except who closes it. */
export class PendingWork {
  private count = 0;
  private tellIdle: (() => void) | undefined;

  /** @param onDefect is told of errors, which only a defect can cause. */
  constructor(private readonly onDefect: (error: unknown) => void) {}

  add(work: Promise<unknown>): void {
    this.count += 1;
    work.then(this.done, this.failed);
  }

  /** Resolves when none is on its way; each has a deadline of its own. */
  async over(): Promise<void> {
    if (this.count > 0) await new Promise<void>((resolve) => (this.tellIdle = resolve));
  }

  private readonly done = (): void => {
    this.count -= 1;
    if (this.count === 0) this.tellIdle?.();
  };

  private readonly failed = (error: unknown): void => {
    this.onDefect(error);
    this.done();
  };
}
