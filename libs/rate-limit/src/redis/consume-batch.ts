import type { Charge } from '../stores/rate-limit.store.js';
import type { ScriptReply } from './redis-replies.js';

/** A call under one limit that waits for its place in a script call. */
export interface SingleCall {
  readonly charge: Charge;
  /** By our own clock. */
  readonly endsAtMs: number;
  readonly answer: (reply: ScriptReply) => void;
  readonly fail: (error: unknown) => void;
}

/** Sends calls together; what it resolves to answers each of them. */
export type SendSingles = (calls: readonly SingleCall[]) => Promise<() => void>;

/**
 * One script call stays short, and while Redis works on one, this process prepares the next: 16 cost Redis hardly more
 * per decision than 64.
 */
const MOST_AT_ONCE = 16;

/**
 * Collects calls under one limit that come in one turn of the event loop. While nothing is under way a call goes out at
 * once, so that a lonely one waits for nobody; while Redis is busy with earlier ones, those that come meanwhile share a
 * round trip.
 */
export class ConsumeBatch {
  private waiting: SingleCall[] = [];
  private underWay = 0;
  private scheduled = false;

  constructor(private readonly send: SendSingles) {}

  add(call: SingleCall): void {
    this.waiting.push(call);
    if (this.underWay === 0 || this.waiting.length >= MOST_AT_ONCE) this.flush();
    else if (!this.scheduled) {
      this.scheduled = true;
      setImmediate(this.turnEnds);
    }
  }

  private readonly turnEnds = (): void => {
    this.scheduled = false;
    if (this.waiting.length > 0) this.flush();
  };

  private flush(): void {
    const calls = this.waiting;
    this.waiting = [];
    this.underWay++;
    this.send(calls).then(
      (answerAll) => {
        this.underWay--;
        answerAll();
      },
      (error: unknown) => {
        this.underWay--;
        for (const { fail } of calls) fail(error);
      },
    );
  }
}
