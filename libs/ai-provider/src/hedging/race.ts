import type { Clock } from '@hydrogenai/common';

/** Something under way that can win. */
export interface Runner<Result> {
  readonly result: Promise<Result>;
  /** It has failed, while or before the other one runs. */
  failed(error: unknown): void;
  /** The other one was quicker: it is ended. What it still says is heard by nobody. */
  outrun(): void;
  /** It was outrun, and had its result all the same: what the result holds is let go. */
  discard(result: Result): void;
}

/** Starts a second runner at once, if the race still wants one; otherwise calls nothing and says no. */
export type Join<Each> = (start: () => Each) => boolean;

export interface RaceRules<Each> {
  readonly clock: Clock;
  /** How long the first one runs alone. */
  readonly afterMs: number;
  /** Brings a second one, or does not. That can take a while, and the race may be over by then. */
  readonly second: (join: Join<Each>) => Promise<void>;
}

export interface RaceEnd<Result, Each> {
  readonly result: Result;
  readonly winner: Each;
}

/**
 * Runs the first one alone, and beside it, when it takes too long, a second one; the first result wins. `undefined` when
 * all that ran have failed. It never rejects, unless bringing a second one does while it is wanted.
 */
export function race<Result, Each extends Runner<Result>>(
  first: Each & Runner<Result>,
  { clock, afterMs, second }: RaceRules<Each>,
): Promise<RaceEnd<Result, Each> | undefined> {
  return new Promise((resolve, reject) => {
    const running = new Set<Each>();
    let bringing = false;
    let over = false;

    const end = (winner?: Each): void => {
      over = true;
      cancel();
      for (const runner of running) if (runner !== winner) runner.outrun();
    };
    const endIfAlone = (): void => {
      if (over || bringing || running.size > 0) return;
      end();
      resolve(undefined);
    };
    const run = (runner: Each): void => {
      running.add(runner);
      runner.result.then(
        (result) => {
          if (over) {
            runner.discard(result);
            return;
          }
          end(runner);
          resolve({ result, winner: runner });
        },
        (error: unknown) => {
          if (over) return;
          running.delete(runner);
          runner.failed(error);
          endIfAlone();
        },
      );
    };
    const join: Join<Each> = (start) => {
      const wanted = !over && running.size > 0;
      if (wanted) run(start());
      return wanted;
    };
    const bring = async (): Promise<void> => {
      bringing = true;
      try {
        await second(join);
      } catch (error) {
        // When the race is over, nobody waits for company, nor for why there is none.
        if (over) return;
        end();
        reject(error);
      } finally {
        bringing = false;
        endIfAlone();
      }
    };
    const cancel = clock.after(afterMs, () => void bring());
    run(first);
  });
}
