import type { Letter } from './cells.js';

/** Calls that a limit of the table admits. */
export const LIMIT = 2;
/** Attempts of a method under `@Retryable`. */
export const ATTEMPTS = 2;

export interface PlannedCall {
  readonly arg: string;
  /** How often the method fails with a transient error before it works. */
  readonly failures: number;
}

/** What one call shows. */
export interface Observed {
  /** What the caller gets: the value of a run, or the kind of its failure. `undefined` where nobody answers. */
  readonly answer: string | undefined;
  /** Runs of the method until then. */
  readonly runs: number;
  /** Outcomes of the `@Timed` facts of this call. */
  readonly timed: readonly ('ok' | 'error')[];
}

/**
 * Tells all orders of execution apart: a hit after the limit is used up needs the cache outside of the limit, a retry that
 * costs one call needs the limit outside of the retry, and a fact for each attempt needs the measure inside of it.
 */
export const SEQUENCE: readonly PlannedCall[] = [
  { arg: 'a', failures: 1 },
  { arg: 'a', failures: 0 },
  { arg: 'a', failures: 0 },
  { arg: 'b', failures: 0 },
  { arg: 'c', failures: 0 },
  { arg: 'a', failures: 0 },
  { arg: 'b', failures: 0 },
];

/** What `SEQUENCE` shows of a method with these decorators: Cacheable, RateLimited, Retryable, Timed, method. */
export function expectedOf(decorators: readonly Letter[]): Observed[] {
  const has = (letter: Letter): boolean => decorators.includes(letter);
  const cache = new Map<string, string>();
  let admitted = 0;
  let runs = 0;
  return SEQUENCE.map(({ arg, failures }): Observed => {
    const cached = cache.get(arg);
    if (has('C') && cached !== undefined) return { answer: cached, runs, timed: [] };
    if (has('L') && admitted === LIMIT) return { answer: 'limited', runs, timed: [] };
    admitted += 1;
    const outcomes: ('ok' | 'error')[] = [];
    let answer = 'failed';
    for (let attempt = 1; attempt <= (has('R') ? ATTEMPTS : 1) && answer === 'failed'; attempt++) {
      runs += 1;
      outcomes.push(attempt > failures ? 'ok' : 'error');
      if (attempt > failures) answer = valueOf(arg, runs);
    }
    if (answer !== 'failed') cache.set(arg, answer);
    return { answer, runs, timed: has('T') ? outcomes : [] };
  });
}

/** What a run of the method returns. */
export function valueOf(arg: string, run: number): string {
  return `${arg}${run}`;
}
