import type { CancelTimer, Clock } from '@hydrogenai/common';
import type { GateAnswer } from '../failover/attempt-gate.js';
import { addAmounts, NOTHING, type Amounts } from './counting.policy.js';

/** Answer to one who asks at the front. */
export type Asked =
  | { readonly kind: 'admitted'; readonly answer: GateAnswer; readonly giveBack: () => void }
  /** It will never fit. */
  | { readonly kind: 'never' }
  | {
      readonly kind: 'full';
      /** When there is room, as far as anybody can tell, in ms. */
      readonly retryInMs: number;
      /** When to ask again, in ms: not later than that; earlier where somebody else's work may end unseen. */
      readonly askAgainInMs: number;
    };

/** What somebody waits for. */
export interface Turn {
  readonly amounts: Amounts;
  readonly waitAtMostMs: number;
  readonly signal: AbortSignal | undefined;
  /** Asks for this one. */
  readonly ask: () => Asked | Promise<Asked>;
  /** The answer to one whose time is over. */
  readonly refused: () => GateAnswer;
}

interface Waiter extends Turn {
  /** Ends its wait; whoever ends it must have taken it out of the line. */
  readonly answer: (answer: GateAnswer) => void;
  readonly fail: (reason: unknown) => void;
}

const NEVER: GateAnswer = { kind: 'refused', why: 'limit', retryInMs: undefined };

/**
 * Those who wait for one lane, first come, first served: only the first one asks, so that small requests never overtake a
 * large one until it starves. It asks when the bucket says that there is room, and when something was given back; nobody
 * polls behind it.
 */
export class WaitingLine {
  private readonly waiting = new Set<Waiter>();
  private cancelWake: CancelTimer | undefined;
  private asking = false;
  private sum: Amounts = NOTHING;
  private poked = false;

  constructor(private readonly clock: Clock) {}

  get size(): number {
    return this.waiting.size;
  }

  /** What all of them wait for together. */
  get amounts(): Amounts {
    return this.sum;
  }

  /**
   * Resolves when it is this one's turn and there is room, or with a refusal after its longest wait.
   * @throws the signal's reason as soon as it aborts.
   */
  wait(turn: Turn): Promise<GateAnswer> {
    return new Promise((resolve, reject) => {
      const { signal } = turn;
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const over = (): void => {
        cancel();
        signal?.removeEventListener('abort', onAbort);
      };
      const waiter: Waiter = {
        ...turn,
        answer: (answer) => (over(), resolve(answer)),
        fail: (reason) => (over(), reject(reason)),
      };
      const onAbort = (): void => this.leave(waiter, () => waiter.fail(signal?.reason));
      const cancel = this.clock.after(turn.waitAtMostMs, () =>
        this.leave(waiter, () => waiter.answer(turn.refused())),
      );
      signal?.addEventListener('abort', onAbort, { once: true });
      this.waiting.add(waiter);
      this.sum = addAmounts(this.sum, turn.amounts, 1);
      if (this.waiting.size === 1) this.serve();
    });
  }

  /** Something was given back: the first one may have room now. */
  poke(): void {
    if (this.asking) this.poked = true;
    else if (this.waiting.size > 0) this.serve();
  }

  /** Refuses all who wait, because the application ends. */
  close(): void {
    this.stopWaking();
    for (const waiter of this.waiting) this.end(waiter, () => waiter.answer(NEVER));
  }

  private serve(): void {
    this.stopWaking();
    // A loop and not a recursion: as many as there is room for may be served in one go.
    for (let first = this.first(); first && !this.asking; first = this.first()) {
      const asked = this.askFor(first);
      if (asked instanceof Promise) {
        this.asking = true;
        void asked.then(
          (answer) => this.resume(first, () => this.conclude(first, answer)),
          (error: unknown) => this.resume(first, () => this.end(first, () => first.fail(error))),
        );
      } else if (!this.conclude(first, asked)) return;
    }
  }

  private askFor(first: Waiter): Asked | Promise<Asked> {
    try {
      return first.ask();
    } catch (error) {
      return Promise.reject(error);
    }
  }

  private resume(first: Waiter, conclude: () => unknown): void {
    this.asking = false;
    const { poked } = this;
    this.poked = false;
    conclude();
    // What was given back meanwhile came too late for the answer. And the first one may have left.
    if (poked || this.first() !== first) this.serve();
  }

  /** Whether the next one may ask. */
  private conclude(first: Waiter, asked: Asked): boolean {
    switch (asked.kind) {
      case 'admitted':
        if (!this.end(first, () => first.answer(asked.answer))) asked.giveBack();
        return true;
      case 'never':
        this.end(first, () => first.answer(NEVER));
        return true;
      case 'full':
        if (this.first() !== first) return true;
        this.stopWaking();
        this.cancelWake = this.clock.after(Math.max(1, asked.askAgainInMs), () => this.serve());
        return false;
      default:
        return asked satisfies never;
    }
  }

  private leave(waiter: Waiter, end: () => void): void {
    const wasFirst = this.first() === waiter;
    this.end(waiter, end);
    if (wasFirst && !this.asking) this.serve();
  }

  /** Whether it was still waiting. */
  private end(waiter: Waiter, end: () => void): boolean {
    if (!this.waiting.delete(waiter)) return false;
    this.sum = addAmounts(this.sum, waiter.amounts, -1);
    end();
    return true;
  }

  private first(): Waiter | undefined {
    for (const waiter of this.waiting) return waiter;
    return undefined;
  }

  private stopWaking(): void {
    this.cancelWake?.();
    this.cancelWake = undefined;
  }
}
