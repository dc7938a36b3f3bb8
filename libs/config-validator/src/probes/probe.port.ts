import type { FindingId, FindingSeverity } from '../findings/finding-catalogue.js';
import type { FindingStatus } from '../findings/finding.js';
import type { SettingFacts } from '../performance/setting-name.js';

/** Asks whether what a variable names is there and lets us in. A schema declares it: `@Env('REDIS_URL') @Probe(redisPing())`. */
export interface Probe {
  /** What is asked, for people and for `--only`: `redis`, `openai`. */
  readonly name: string;
  /** `service`: what the application runs on. `provider`: a provider of language models. */
  readonly kind: 'service' | 'provider';
  /** A throw counts as "nothing is known"; its message is shown to nobody. Ends what it began when the signal aborts. */
  run(context: ProbeContext): Promise<ProbeOutcome>;
  /**
   * What is contacted with what, as a text that is equal for equal targets; they are asked once. It is never shown.
   * Default: every probe and value is a target of its own.
   */
  target?(context: Pick<ProbeContext, 'value' | 'lookUp'>): string;
}

export interface ProbeContext {
  /** Of the variable. */
  readonly value: string;
  /** Name of the variable. */
  readonly variable: string;
  /** Aborts when the time is up. */
  readonly signal: AbortSignal;
  /** How long the probe may take, in ms. */
  readonly timeoutMs: number;
  /** Another variable that a schema declares, such as the base URL beside a key; undefined when it has no value. */
  lookUp(variable: string): string | undefined;
}

/** What a probe saw, in sentences of its own: never a value, nor what the other side said. */
export interface ProbeOutcome {
  readonly id: FindingId;
  readonly status: FindingStatus;
  /** Default: the catalogue's. */
  readonly severity?: FindingSeverity;
  readonly problem: string;
  readonly action: string;
  /** What the server said of its limits, for the rules that look across settings. */
  readonly facts?: SettingFacts;
}
