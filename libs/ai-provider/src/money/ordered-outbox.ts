export interface OutboxParts<Batch> {
  /** Takes out what has gathered, in batches. */
  cut(): readonly Batch[];
  /**
   * Hands one batch over. When it rejects, the same batch is handed over again with the same sequence, so that the other
   * side can tell a repeat.
   */
  send(batch: Batch, sequence: number): Promise<void>;
  /** A batch was handed over, or could not be. */
  ended(sent: boolean): void;
}

/** Batches in order, one at a time, each until it has arrived: with the sequence numbers, exactly once. */
export class OrderedOutbox<Batch> {
  private readonly batches: { readonly batch: Batch; readonly sequence: number }[] = [];
  private sequence = 0;
  private flushing: Promise<boolean> | undefined;

  constructor(private readonly parts: OutboxParts<Batch>) {}

  get isEmpty(): boolean {
    return this.batches.length === 0;
  }

  /** True when everything that had gathered before has arrived. It never rejects. */
  async flush(): Promise<boolean> {
    // A flush under way may have begun before the latest came.
    if (this.flushing && !(await this.flushing)) return false;
    this.flushing ??= this.sendAll().finally(() => (this.flushing = undefined));
    return this.flushing;
  }

  private async sendAll(): Promise<boolean> {
    if (!(await this.sendBatches())) return false;
    for (const batch of this.parts.cut()) {
      this.sequence += 1;
      this.batches.push({ batch, sequence: this.sequence });
    }
    return this.sendBatches();
  }

  private async sendBatches(): Promise<boolean> {
    for (let [next] = this.batches; next; [next] = this.batches) {
      try {
        await this.parts.send(next.batch, next.sequence);
      } catch {
        // Why is told by the facts of the connection; the batch stays first in line.
        this.parts.ended(false);
        return false;
      }
      this.batches.shift();
      this.parts.ended(true);
    }
    return true;
  }
}
