import type { Clock } from '@hydrogenai/common';
import { healthChange } from './health-change.js';
import type { Indicator } from './indicator.js';
import { normalizeResult } from './normalize-result.policy.js';
import type { Observation } from './observation.js';
import { describeThrown } from './thrown.policy.js';

type Outcome = Pick<Observation, 'status' | 'parts' | 'end'>;

const DEADLINE: Outcome = { status: 'unknown', parts: {}, end: { kind: 'deadline' } };
const STILL_RUNNING: Outcome = { status: 'unknown', parts: {}, end: { kind: 'still_running' } };
const STOPPED: Outcome = { status: 'unknown', parts: {}, end: { kind: 'stopped' } };

/** Runs one check: never twice at a time, never longer than its deadline, and never with an error out. */
export class CheckRunner {
  latest: Observation | undefined;
  private running: Promise<Observation> | undefined;
  /** The check itself has not returned yet, be its deadline over or not. */
  private busy = false;
  private endRun: ((outcome: Outcome) => void) | undefined;

  constructor(
    readonly indicator: Indicator,
    private readonly clock: Clock,
  ) {}

  /** The run in flight, or a new one. */
  run(): Promise<Observation> {
    this.running ??= this.observe().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** Ends the run in flight. */
  stop(): void {
    this.endRun?.(STOPPED);
  }

  private async observe(): Promise<Observation> {
    const startedMs = this.clock.monotonicMs();
    const outcome = this.busy ? STILL_RUNNING : await this.attempt();
    const atMs = this.clock.monotonicMs();
    const from = this.latest?.status ?? null;
    this.latest = { ...outcome, atMs, ms: atMs - startedMs };
    const { name: check, criticality } = this.indicator;
    if (from !== outcome.status && outcome !== STOPPED)
      healthChange.publish(() => ({ check, criticality, from, to: outcome.status, end: outcome.end }));
    return this.latest;
  }

  /**
   * Own deadline rather than `withTimeout()` of terminus: that one calls a timeout `down`, leaves its timer behind and
   * cannot be ended when the application stops.
   */
  private attempt(): Promise<Outcome> {
    const controller = new AbortController();
    return new Promise((resolve) => {
      const end = (outcome: Outcome): void => {
        if (controller.signal.aborted) return;
        cancel();
        this.endRun = undefined;
        resolve(outcome);
        controller.abort();
      };
      const cancel = this.clock.after(this.indicator.timeoutMs, () => {
        // When the event loop was blocked, timers fire before sockets are read: an answer that is here already counts.
        setImmediate(() => end(DEADLINE));
      });
      this.endRun = end;
      void this.ask(controller.signal, end);
    });
  }

  private async ask(signal: AbortSignal, end: (outcome: Outcome) => void): Promise<void> {
    this.busy = true;
    try {
      end({ ...normalizeResult(await this.indicator.check(signal)), end: { kind: 'answered' } });
    } catch (thrown) {
      end({ status: 'down', parts: {}, end: describeThrown(thrown) });
    } finally {
      this.busy = false;
    }
  }
}
