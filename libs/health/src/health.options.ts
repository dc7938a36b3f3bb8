import {
  InvalidOptionError,
  parseDuration,
  systemClock,
  type Clock,
  type Duration,
} from '@hydrogenai/common';
import type { CheckFunction, Indicator } from './checks/indicator.js';
import { BUILT_IN_CHECKS, type BuiltInCheck } from './indicators/built-in-checks.js';
import { CRITICALITIES, type Criticality } from './report/health-state.js';

export interface IndicatorOptions {
  /** What follows when it is down. */
  readonly criticality?: Criticality | undefined;
  /** Deadline of one run, 1 ms to `periodMs`. Default: `timeoutMs` of the module. */
  readonly timeoutMs?: Duration | undefined;
}

export interface CheckOptions extends IndicatorOptions {
  /** Id in the answers: 1 to 64 lower-case letters, digits or `-`, a letter first. */
  readonly name: string;
  readonly criticality: Criticality;
  readonly check: CheckFunction;
}

export interface HealthOptions {
  /** Pause between two runs of a check, 50 ms to 1 h, a tenth more or less. Results count for three. Default: `'10s'`. */
  readonly periodMs?: Duration | undefined;
  /** Deadline of one run of a check, 1 ms to `periodMs`. Default: `'2s'`, or `periodMs` when that is shorter. */
  readonly timeoutMs?: Duration | undefined;
  /**
   * From which length on a block of the event loop fails liveness, 100 ms to 10 min. A process that was stopped or a
   * machine that slept looks the same. Default: `'3s'`.
   */
  readonly eventLoopBlockedMs?: Duration | undefined;
  /**
   * How long to go on serving after SIGTERM, with readiness at 503, 0 to 10 min. It needs `app.enableShutdownHooks()`. Set
   * it longer than the load balancer takes to notice, and shorter than the time before SIGKILL (Kubernetes: 30 s,
   * https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination). Other signals, such as Ctrl-C, and
   * `app.close()` never wait. Default: 0.
   */
  readonly drainMs?: Duration | undefined;
  /** The model providers; `false` leaves them out. Default criticality: `degradable`. */
  readonly aiProviders?: IndicatorOptions | false | undefined;
  /** The answer cache; `false` leaves it out. Default criticality: `degradable`. */
  readonly cache?: IndicatorOptions | false | undefined;
  /** The configuration, as found at boot; `false` leaves it out. Default criticality: `required`. */
  readonly config?: IndicatorOptions | false | undefined;
  /** Checks of your own. Default: none. */
  readonly checks?: readonly CheckOptions[] | undefined;
  /** Source of time. Default: the system clock. */
  readonly clock?: Clock | undefined;
}

export type IndicatorSettings = Pick<Indicator, 'criticality' | 'timeoutMs'>;

export interface ResolvedHealthOptions {
  readonly periodMs: number;
  readonly eventLoopBlockedMs: number;
  readonly drainMs: number;
  readonly builtIn: Readonly<Record<BuiltInCheck, IndicatorSettings | undefined>>;
  readonly checks: readonly Indicator[];
  readonly clock: Clock;
}

const MINUTE_MS = 60_000;
const DEFAULT_TIMEOUT_MS = 2_000;
const CHECK_NAME = /^[a-z][a-z0-9-]{0,63}$/;

/** @throws InvalidOptionError naming the field, the accepted range and what was received. */
export function resolveHealthOptions(options: HealthOptions = {}): ResolvedHealthOptions {
  const periodMs = parseDuration(options.periodMs ?? '10s', 'periodMs', { minMs: 50, maxMs: 60 * MINUTE_MS });
  const timeout = (value: Duration, field: string): number =>
    parseDuration(value, field, { minMs: 1, maxMs: periodMs });
  const timeoutMs = timeout(options.timeoutMs ?? Math.min(DEFAULT_TIMEOUT_MS, periodMs), 'timeoutMs');
  const settings = (given: IndicatorOptions, usual: Criticality, field: string): IndicatorSettings => ({
    criticality: criticality(given.criticality ?? usual, `${field}.criticality`),
    timeoutMs: timeout(given.timeoutMs ?? timeoutMs, `${field}.timeoutMs`),
  });
  const builtIn = (check: BuiltInCheck): IndicatorSettings | undefined => {
    const { option, criticality } = BUILT_IN_CHECKS[check];
    const given = options[option] ?? {};
    return given === false ? undefined : settings(given, criticality, option);
  };
  const checks = (options.checks ?? []).map((check, index): Indicator => {
    const field = `checks[${index}]`;
    demand(
      CHECK_NAME.test(check.name),
      `${field}.name`,
      '1 to 64 of a-z, 0-9 or -, a letter first',
      check.name,
    );
    demand(typeof check.check === 'function', `${field}.check`, 'a function', check.check);
    return { name: check.name, check: check.check, ...settings(check, check.criticality, field) };
  });
  demandDistinct(checks);
  return {
    periodMs,
    eventLoopBlockedMs: parseDuration(options.eventLoopBlockedMs ?? '3s', 'eventLoopBlockedMs', {
      minMs: 100,
      maxMs: 10 * MINUTE_MS,
    }),
    drainMs: parseDuration(options.drainMs ?? 0, 'drainMs', { maxMs: 10 * MINUTE_MS }),
    builtIn: { 'ai-providers': builtIn('ai-providers'), cache: builtIn('cache'), config: builtIn('config') },
    checks,
    clock: options.clock ?? systemClock,
  };
}

function criticality(value: Criticality, field: string): Criticality {
  demand(CRITICALITIES.includes(value), field, CRITICALITIES.join(', '), value);
  return value;
}

function demandDistinct(checks: readonly Indicator[]): void {
  const taken = new Set<string>(Object.keys(BUILT_IN_CHECKS));
  checks.forEach(({ name }, index) => {
    demand(
      !taken.has(name),
      `checks[${index}].name`,
      `a name that is not taken (${[...taken].join(', ')})`,
      name,
    );
    taken.add(name);
  });
}

function demand(holds: boolean, field: string, accepted: string, received: unknown): void {
  if (!holds) throw new InvalidOptionError({ field, accepted, received });
}
