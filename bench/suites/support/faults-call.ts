import { setTimeout as sleep } from 'node:timers/promises';
import type { Ask } from './faults-contenders.js';
import { outcomeOf, type CallEnd, type Outcome } from './faults-outcome.policy.js';
import type { Mode } from './faults-rows.js';

export interface CallResult {
  readonly outcome: Outcome;
  /** To the end, in ms; when the caller left, from that moment on. */
  readonly ms: number;
  readonly finishReason: string;
}

export interface CallOptions {
  readonly mode: Mode;
  /** Every text that is a whole answer. */
  readonly answers: readonly string[];
  readonly leaveAfterMs: number | undefined;
}

/** Longest time that a call of this bench is waited for. */
const CALL_LIMIT_MS = 8_000;
/** What an aborted call gets to end by itself. */
const AFTER_ABORT_MS = 500;

export async function callOnce(ask: Ask, { mode, answers, leaveAfterMs }: CallOptions): Promise<CallResult> {
  const caller = new AbortController();
  let text = '';
  let began = performance.now();
  const asked = ask(mode, caller.signal, (piece) => (text += piece)).then(
    (finishReason): CallEnd => ({ finishReason }),
    // The kind of error is no part of this bench: what counts is that the caller knows.
    (): CallEnd => 'told',
  );
  if (leaveAfterMs !== undefined) {
    await sleep(leaveAfterMs);
    began = performance.now();
    caller.abort();
  }
  const limit = new AbortController();
  const end = await Promise.race([asked, stuckAfter(CALL_LIMIT_MS, limit.signal)]);
  const ms = performance.now() - began;
  limit.abort();
  if (end === 'stuck') {
    caller.abort();
    await Promise.race([asked, sleep(AFTER_ABORT_MS)]);
  }
  return {
    outcome: outcomeOf(end, text, answers),
    ms,
    finishReason: typeof end === 'object' ? end.finishReason : '',
  };
}

async function stuckAfter(ms: number, signal: AbortSignal): Promise<'stuck'> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return 'stuck';
}
