/** One change of a store that has not happened yet. */
export interface PendingWrite {
  readonly key: string;
  /** Undefined: delete. */
  readonly bytes: Buffer | undefined;
  /** When the entry is gone, on the wall clock, ms. */
  readonly expiresAtMs: number;
}

export interface WriteBehindOptions {
  /** Carries out a change; rejects when that fails. */
  readonly apply: (write: PendingWrite) => Promise<void>;
  readonly mostWrites: number;
  readonly mostBytes: number;
}

interface Job {
  write: PendingWrite;
  readonly settled: ((stored: boolean) => void)[];
}

/** Changes that are made at once; the store has other work too. */
const AT_ONCE = 4;

/**
 * Changes of a slow store that nobody waits for: bounded in number and bytes, in order for each key, and only the last one
 * of a key that has not begun.
 */
export class WriteBehind {
  dropped = 0;
  private readonly waiting = new Map<string, Job>();
  private readonly running = new Map<string, Job>();
  private waitingBytes = 0;
  private runningBytes = 0;

  constructor(private readonly options: WriteBehindOptions) {}

  get queuedWrites(): number {
    return this.waiting.size + this.running.size;
  }

  get queuedBytes(): number {
    return this.waitingBytes + this.runningBytes;
  }

  /** The last change of a key that the store may not show yet. */
  peek(key: string): PendingWrite | undefined {
    return (this.waiting.get(key) ?? this.running.get(key))?.write;
  }

  /** Resolves with true when the store has it, with false when it was left out or failed. */
  add(write: PendingWrite): Promise<boolean> {
    const before = this.waiting.get(write.key);
    const bytes = sizeOf(write) - (before === undefined ? 0 : sizeOf(before.write));
    if (!this.makeRoom(write, bytes, before === undefined ? 1 : 0)) {
      this.dropped += 1;
      return Promise.resolve(false);
    }
    return new Promise((settle) => {
      this.waitingBytes += bytes;
      if (before === undefined) this.waiting.set(write.key, { write, settled: [settle] });
      else {
        // Who waited for the older value hears what becomes of the newer one.
        before.write = write;
        before.settled.push(settle);
      }
      this.begin();
    });
  }

  /** Resolves when nothing is waiting or running. */
  async idle(): Promise<void> {
    while (this.queuedWrites > 0) {
      await Promise.all([...this.waiting.values(), ...this.running.values()].map(ended));
    }
  }

  /** A deletion is worth more than the values that wait: they make room for it. */
  private makeRoom(write: PendingWrite, bytes: number, count: number): boolean {
    const { mostWrites, mostBytes } = this.options;
    const fits = (): boolean =>
      this.queuedWrites + count <= mostWrites && this.queuedBytes + bytes <= mostBytes;
    if (write.bytes !== undefined) return fits();
    for (const [key, job] of this.waiting) {
      if (fits()) break;
      if (job.write.bytes !== undefined && key !== write.key) this.leaveOut(job);
    }
    return this.queuedWrites + count <= mostWrites;
  }

  private leaveOut(job: Job): void {
    this.waiting.delete(job.write.key);
    this.waitingBytes -= sizeOf(job.write);
    this.dropped += 1;
    for (const settle of job.settled) settle(false);
  }

  private begin(): void {
    for (const [key, job] of this.waiting) {
      if (this.running.size >= AT_ONCE) return;
      if (this.running.has(key)) continue;
      this.waiting.delete(key);
      this.running.set(key, job);
      const bytes = sizeOf(job.write);
      this.waitingBytes -= bytes;
      this.runningBytes += bytes;
      void this.carryOut(job, bytes);
    }
  }

  private async carryOut(job: Job, bytes: number): Promise<void> {
    let stored = true;
    try {
      await this.options.apply(job.write);
    } catch {
      stored = false; // counted where the call was made
    }
    this.running.delete(job.write.key);
    this.runningBytes -= bytes;
    for (const settle of job.settled) settle(stored);
    this.begin();
  }
}

function sizeOf({ bytes }: PendingWrite): number {
  return bytes?.length ?? 0;
}

function ended(job: Job): Promise<boolean> {
  return new Promise((settle) => job.settled.push(settle));
}
