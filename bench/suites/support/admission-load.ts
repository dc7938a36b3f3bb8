import type { Simulator } from '@hydrogenai/ai-provider/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  questionOf,
  TOKENS_PER_CALL,
  TOKENS_PER_MINUTE,
  type AdmissionContender,
} from './admission-contenders.js';

export interface AdmissionFigures {
  /** Calls of users within the minute. */
  readonly calls: number;
  /** Refusals of the provider, in % of the calls. */
  readonly refusedPercent: number;
  /** Of what the provider would have given within the minute, in %. */
  readonly unusedPercent: number;
  /** Calls that got an answer, in %. */
  readonly answeredPercent: number;
}

const MINUTE_MS = 60_000;
const TIMES_THE_LIMIT = 3;
const SPACING_MS = (MINUTE_MS * TOKENS_PER_CALL) / (TOKENS_PER_MINUTE * TIMES_THE_LIMIT);

/** So many questions that they ask for three times what the provider gives, evenly over a minute. */
export async function loadForAMinute({ ask, simulator }: AdmissionContender): Promise<AdmissionFigures> {
  const begunMs = performance.now();
  const calls: Promise<boolean>[] = [];
  for (;;) {
    const elapsedMs = performance.now() - begunMs;
    if (elapsedMs >= MINUTE_MS) break;
    const due = Math.floor(elapsedMs / SPACING_MS);
    while (calls.length <= due) {
      calls.push(
        ask(questionOf(calls.length)).then(
          () => true,
          () => false,
        ),
      );
    }
    await sleep(5);
  }
  // What comes after the minute is not counted: retries that still wait would go on for long.
  const used = usedTokens(simulator);
  const refused = simulator.journal.filter(({ status }) => status === 429).length;
  const answered = (await Promise.all(calls)).filter(Boolean).length;
  const given = TOKENS_PER_MINUTE * 2;
  return {
    calls: calls.length,
    refusedPercent: (100 * refused) / calls.length,
    unusedPercent: 100 * (1 - used / given),
    answeredPercent: (100 * answered) / calls.length,
  };
}

/** By the provider's own count: a full bucket at the beginning, and as much again within the minute. */
function usedTokens({ journal }: Simulator): number {
  return journal.filter(({ status }) => status === 200).length * TOKENS_PER_CALL;
}
