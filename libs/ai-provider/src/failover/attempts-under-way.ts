import type { Clock } from '@hydrogenai/common';
import type { AttemptGate, AttemptPass, GateAnswer } from './attempt-gate.js';

const CLOSING: GateAnswer = { kind: 'refused', why: 'closing', retryInMs: undefined };

/** Knows how many attempts are under way, so that what they are told to is closed after the last of them. */
export class AttemptsUnderWay implements AttemptGate {
  private count = 0;
  private closing = false;
  private lastHasEnded: (() => void) | undefined;
  private readonly entered: GateAnswer;

  constructor(private readonly clock: Clock) {
    const end = (): void => this.end();
    const pass: AttemptPass = { leave: end, cancel: end };
    this.entered = { kind: 'entered', pass };
  }

  enter(): GateAnswer {
    if (this.closing) return CLOSING;
    this.count += 1;
    return this.entered;
  }

  /** From now on no attempt begins: it could only fail, and would be written down as if it had been made. */
  close(): void {
    this.closing = true;
  }

  /** When the last one has ended, or after so many ms: nobody may come back to read a stream that was left open. */
  over(atMostMs: number): Promise<void> {
    if (this.count === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const cancel = this.clock.after(atMostMs, resolve);
      this.lastHasEnded = () => {
        cancel();
        resolve();
      };
    });
  }

  private end(): void {
    this.count -= 1;
    if (this.count === 0) this.lastHasEnded?.();
  }
}
