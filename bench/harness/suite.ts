import type { Measurement, ResultOf } from './measurement.js';
import type { Row } from './row.policy.js';

/** What a suite leaves behind is cleaned up in reverse order, also when the bench fails. */
export interface SuiteScope {
  onCleanup(clean: () => unknown): void;
}

export interface SuiteDefinition<Context, Measurements extends Readonly<Record<string, Measurement>>> {
  /** As in the file name: `<name>.bench.ts`. */
  readonly name: string;
  /** The question that the figures answer, in one sentence. */
  readonly purpose: string;
  /** Starts what the contenders need, once. */
  readonly setup: (scope: SuiteScope) => Context | Promise<Context>;
  /** What is measured, one after the other; the contenders of each are interleaved. */
  readonly measurements: (context: Context) => Measurements;
  /** The lines of the report, from the figures of all measurements. */
  readonly rows: (results: {
    readonly [Name in keyof Measurements]: ResultOf<Measurements[Name]>;
  }) => readonly Row[];
  /** What does not fit into lines of figures; asked when the lines are made. */
  readonly details?: () => Details;
}

/** More than the lines of a report say, for programs (`details` of the JSON) and for people (printed below the lines). */
export interface Details {
  readonly data: object;
  readonly lines: readonly string[];
}

export interface SuiteOutcome {
  readonly rows: readonly Row[];
  readonly details?: Details;
}

/** A suite whose inner types nobody outside needs to know. */
export interface Suite {
  readonly name: string;
  readonly purpose: string;
  /** Sets up, has each measurement taken by `measure`, cleans up, and gives what the report tells. */
  readonly run: (measure: Measure) => Promise<SuiteOutcome>;
}

/** Takes one measurement; its result has the figures of every contender. */
export type Measure = <M extends Measurement>(name: string, measurement: M) => Promise<ResultOf<M>>;

/** Every file `bench/suites/<name>.bench.ts` exports one: `export const suite = defineSuite({ … })`. */
export function defineSuite<Context, const Measurements extends Readonly<Record<string, Measurement>>>(
  definition: SuiteDefinition<Context, Measurements>,
): Suite {
  const { name, purpose, setup, measurements, rows, details } = definition;
  return {
    name,
    purpose,
    run: async (measure) => {
      const cleanups: (() => unknown)[] = [];
      try {
        const context = await setup({ onCleanup: (clean) => void cleanups.push(clean) });
        const results: Record<string, unknown> = {};
        for (const [key, measurement] of Object.entries(measurements(context))) {
          results[key] = await measure(key, measurement);
        }
        // Built key by key from `measurements`, which TypeScript cannot follow.
        const lines = rows(results as { [Key in keyof Measurements]: ResultOf<Measurements[Key]> });
        return { rows: lines, ...(details ? { details: details() } : {}) };
      } finally {
        for (const clean of cleanups.toReversed()) await clean();
      }
    },
  };
}
