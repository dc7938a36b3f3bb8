import { setImmediate } from 'node:timers/promises';

/** What runners read from the machine, in one place, so that a test can give them a clock of its own. */
export interface Instruments {
  /** Monotonic time in ns. */
  readonly now: () => number;
  /** CPU time of this process so far, user and system, in microseconds. */
  readonly cpuUs: () => number;
  /** From 0 up to but not including 1. */
  readonly random: () => number;
  /** Between two turns: lets the event loop go round once (signals, the end of our parent) and collects garbage. */
  readonly settle: () => Promise<void>;
  /** Uses a value in a way that the compiler cannot see through. */
  readonly keep: (value: unknown) => void;
  readonly progress: (round: number, rounds: number) => void;
}

/** The real ones. Garbage is collected on demand when Node was started with `--expose-gc`. */
export function machineInstruments(progress: Instruments['progress']): Instruments {
  const kept: unknown[] = [undefined];
  return {
    now: () => performance.now() * 1e6,
    cpuUs: () => {
      const { user, system } = process.cpuUsage();
      return user + system;
    },
    random: Math.random,
    settle: async () => {
      await setImmediate();
      globalThis.gc?.();
    },
    keep: (value) => (kept[0] = value),
    progress,
  };
}
