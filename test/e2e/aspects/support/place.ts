import { AspectRuntimeMissingError, methodTimed } from '@hydrogenai/common';
import { collectFacts } from '@hydrogenai/common/testing';
import { RateLimitExceededError } from '@hydrogenai/rate-limit';
import type { Cell } from './cells.js';
import { SEQUENCE, type Observed } from './expectations.js';
import { Busy, type Runs } from './worker.js';

/** Where decorated methods live, started, and how they are called there. */
export interface Place extends AsyncDisposable {
  readonly runs: Runs;
  /** What the caller gets, or `undefined` where nobody answers. */
  call(method: string, arg: string): Promise<string | undefined>;
}

/** Plays the sequence of the table on one method. */
export async function observe({ runs, call }: Place, type: string, { method }: Cell): Promise<Observed[]> {
  using facts = collectFacts(methodTimed);
  const seen: Observed[] = [];
  for (const { arg, failures } of SEQUENCE) {
    const before = facts.facts.length;
    runs.failNext(failures);
    const answer = await call(method, arg);
    runs.failNext(0);
    const timed = facts.facts
      .slice(before)
      .filter(({ name }) => name === `${type}.${method}`)
      .map(({ outcome }) => outcome);
    seen.push({ answer, runs: runs.of(method), timed });
  }
  return seen;
}

/** The answer of a call inside the process, in the words of the table. */
export async function answerOf(result: Promise<string>): Promise<string> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof Busy) return 'failed';
    if (error instanceof RateLimitExceededError) return 'limited';
    if (error instanceof AspectRuntimeMissingError) return 'no runtime';
    throw error;
  }
}
