import type { Clock } from '@hydrogenai/common';

/** Something under way that can win. */
export interface Runner<Result> {
  readonly result: Promise<Result>;
  /** It has failed, while or before the other one runs. */
  failed(error: unknown): void;
  /** The other one was quicker: it is ended. What it still says is heard by nobody. */
  outrun(): void;
}

export interface RaceRules<Result> {
  readonly clock: Clock;
  /** How long the first one runs alone. */
  readonly afterMs: number;
  /**
   * Starts the second one, or does not. `wanted` tells whether it still may: starting can take a while, and the race may
   * be over.
   */
  readonly second: (wanted: () => boolean) => Promise<Runner<Result> | undefined>;
}

export interface RaceEnd<Result> {
  readonly result: Result;
  readonly winner: Runner<Result>;
}

/**
 * Runs the first one alone, and beside it, when it takes too long, a second one; the first result wins. `undefined` when
 * all that ran have failed. It never rejects, unless starting the second one does.
 */
export function race<Result>(
  first: Runner<Result>,
  { clock, afterMs, second }: RaceRules<Result>,
): Promise<RaceEnd<Result> | undefined> {
  return new Promise((resolve, reject) => {
    const running = new Set<Runner<Result>>();
    let starting = false;
    let over = false;

    const end = (outcome: RaceEnd<Result> | undefined): void => {
      over = true;
      cancel();
      for (const runner of running) if (runner !== outcome?.winner) runner.outrun();
      resolve(outcome);
    };
    const run = (runner: Runner<Result>): void => {
      running.add(runner);
      runner.result.then(
        (result) => {
          if (!over) end({ result, winner: runner });
        },
        (error: unknown) => {
          if (over) return;
          running.delete(runner);
          runner.failed(error);
          if (running.size === 0 && !starting) end(undefined);
        },
      );
    };
    const startSecond = async (): Promise<void> => {
      starting = true;
      const runner = await second(() => !over && running.size > 0);
      starting = false;
      if (runner && over) runner.outrun();
      else if (runner) run(runner);
      else if (running.size === 0 && !over) end(undefined);
    };
    const cancel = clock.after(afterMs, () => {
      startSecond().catch((error: unknown) => {
        over = true;
        for (const runner of running) runner.outrun();
        reject(error);
      });
    });
    run(first);
  });
}
