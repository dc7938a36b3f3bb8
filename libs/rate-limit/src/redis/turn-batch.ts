interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** One script call must stay short: a decision takes Redis about 3 us. */
const MOST_AT_ONCE = 64;

/**
 * Sends items together that come in one turn of the event loop. While nothing is under way an item goes out at once, so
 * a lonely call waits for nobody; while the server is busy with earlier ones, those that come meanwhile share a round
 * trip.
 */
export class TurnBatch<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private underWay = 0;
  private scheduled = false;

  /** @param send gives one result for each item, in their order; its failure is the failure of each. */
  constructor(private readonly send: (items: readonly Item[]) => Promise<readonly Result[]>) {}

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (this.underWay === 0 || this.waiting.length >= MOST_AT_ONCE) this.flush();
      else if (!this.scheduled) {
        this.scheduled = true;
        setImmediate(() => {
          this.scheduled = false;
          this.flush();
        });
      }
    });
  }

  private flush(): void {
    if (this.waiting.length === 0) return;
    const batch = this.waiting;
    this.waiting = [];
    this.underWay++;
    void this.run(batch).finally(() => this.underWay--);
  }

  private async run(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.send(batch.map(({ item }) => item));
      for (const [index, { resolve, reject }] of batch.entries()) {
        const result = results[index];
        if (result === undefined) reject(new RangeError('A batch gave fewer results than it had items.'));
        else resolve(result);
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
