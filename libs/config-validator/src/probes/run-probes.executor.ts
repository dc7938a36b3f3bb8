import { systemClock, type Clock } from '@hydrogenai/common';
import { finding, type Finding, type FindingSource } from '../findings/finding.js';
import { knownFrom, type KnownSetting } from '../performance/known-settings.js';
import { cleanOutcome } from './clean-outcome.policy.js';
import { noAnswer, notCarriedOut } from './outcomes.js';
import type { Probe, ProbeContext, ProbeOutcome } from './probe.port.js';

/** A probe of a variable that has a value. */
export interface ProbeTarget {
  readonly probe: Probe;
  readonly variable: string;
  readonly value: string;
  readonly source?: FindingSource | undefined;
}

export interface RunProbesOptions {
  /** How long all probes together may take, in ms. They run at the same time. */
  readonly budgetMs: number;
  /** How long one of them may take, in ms. Default: the whole budget. */
  readonly timeoutMs?: number | undefined;
  /** Finds other variables. Default: none has a value. */
  readonly lookUp?: ProbeContext['lookUp'];
  /** Default: the system's. */
  readonly clock?: Clock;
}

export interface ProbeReport {
  /** One for each target, in their order. */
  readonly findings: readonly Finding[];
  /** What the servers said of their limits. */
  readonly known: readonly KnownSetting[];
}

/** Longest interval that Node's timers know, in ms. */
const LONG = 2 ** 31 - 1;

/**
 * Asks all targets at once, equal ones once, and is back within the budget whatever they do. A probe that throws, is late
 * or answers nonsense has determined nothing; it never passes.
 */
export async function runProbes(
  targets: readonly ProbeTarget[],
  options: RunProbesOptions,
): Promise<ProbeReport> {
  // Clocks do not hold a process, so that it could end in the middle of a boot that waits for nothing else.
  const hold = setInterval(() => undefined, LONG);
  try {
    const asked = new Map<unknown, Promise<Asked>>();
    const answers = targets.map((target) => {
      const key = keyOf(target, options.lookUp);
      const answer = asked.get(key) ?? ask(target, options);
      asked.set(key, answer);
      return answer;
    });
    return reportOf(targets, await Promise.all(answers));
  } finally {
    clearInterval(hold);
  }
}

interface Asked {
  readonly outcome: ProbeOutcome;
  readonly ms: number;
}

async function ask({ probe, value, variable }: ProbeTarget, options: RunProbesOptions): Promise<Asked> {
  const { clock = systemClock, budgetMs, lookUp = () => undefined } = options;
  const timeoutMs = Math.min(options.timeoutMs ?? budgetMs, budgetMs);
  const late = new AbortController();
  const started = clock.monotonicMs();
  const outcome = await new Promise<ProbeOutcome>((settle) => {
    const cancel = clock.after(timeoutMs, () => {
      // Sockets are read once more: if this process itself was busy, the answer may have been waiting.
      setImmediate(() => settle(noAnswer()));
    });
    void attempt(probe, { value, variable, timeoutMs, lookUp, signal: late.signal }).then((answer) => {
      cancel();
      settle(answer);
    });
  });
  late.abort();
  return { outcome, ms: Math.round(clock.monotonicMs() - started) };
}

async function attempt(probe: Probe, context: ProbeContext): Promise<ProbeOutcome> {
  try {
    return cleanOutcome(await probe.run(context), context.value);
  } catch {
    // What was thrown may quote the value, so nothing of it is told.
    return notCarriedOut();
  }
}

/** Equal for targets that are asked once. A target that throws here would throw when it is asked. */
function keyOf({ probe, value }: ProbeTarget, lookUp: ProbeContext['lookUp'] = () => undefined): unknown {
  if (probe.target === undefined) return Symbol(probe.name);
  try {
    return JSON.stringify([probe.name, probe.target({ value, lookUp })]);
  } catch {
    return Symbol(probe.name);
  }
}

function reportOf(targets: readonly ProbeTarget[], answers: readonly Asked[]): ProbeReport {
  const pairs = targets.flatMap((target, index) => {
    const answer = answers[index];
    return answer === undefined ? [] : [{ target, answer }];
  });
  return {
    findings: pairs.map(({ target, answer }) => findingOf(target, answer)),
    known: pairs.flatMap(({ target: { variable, source }, answer: { outcome } }) =>
      knownFrom(outcome.facts ?? {}, { from: 'server', variable, source }),
    ),
  };
}

function findingOf({ variable: subject, source }: ProbeTarget, { outcome, ms }: Asked): Finding {
  const { id, severity, status, problem, action } = outcome;
  const one = finding(id, { subject, source, status, problem, action });
  return { ...one, ...(severity === undefined ? {} : { severity }), ms };
}
