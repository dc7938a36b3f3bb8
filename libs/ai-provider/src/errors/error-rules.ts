import type { ErrorKind } from './error-kind.js';

/** What follows from a kind of failure. */
export interface ErrorRule {
  /** Whether another candidate may be asked. A bug in the request is not an outage: it fails everywhere. */
  readonly failOver: boolean;
  /** Whether the same candidate may be asked again when no other is left. */
  readonly retrySame: boolean;
  /** What is left alone afterwards: nothing, this model of the provider, or the whole provider (its key). */
  readonly cool: 'nothing' | 'model' | 'provider';
  /** For how long, in ms, when the provider did not say. */
  readonly coolMs: number;
  /** Whether an operator has to act: pay, or replace a key or a model name. */
  readonly alarm: boolean;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** Unpaid, refused and unknown do not heal by themselves; asking once in five minutes notices when somebody mends them. */
const OPERATOR_MS = 5 * MINUTE_MS;

const STOP: ErrorRule = { failOver: false, retrySame: false, cool: 'nothing', coolMs: 0, alarm: false };
const TRY_ELSEWHERE: ErrorRule = {
  failOver: true,
  retrySame: true,
  cool: 'nothing',
  coolMs: 0,
  alarm: false,
};
const OPERATOR: ErrorRule = {
  failOver: true,
  retrySame: false,
  cool: 'provider',
  coolMs: OPERATOR_MS,
  alarm: true,
};

export const ERROR_RULES: Readonly<Record<ErrorKind, ErrorRule>> = {
  // Limits of the three providers are per minute and model; without a Retry-After a short pause is the honest guess.
  rate_limit: { failOver: true, retrySame: true, cool: 'model', coolMs: 5 * SECOND_MS, alarm: false },
  quota: OPERATOR,
  overloaded: { failOver: true, retrySame: true, cool: 'model', coolMs: 2 * SECOND_MS, alarm: false },
  server: TRY_ELSEWHERE,
  timeout: TRY_ELSEWHERE,
  network: TRY_ELSEWHERE,
  auth: OPERATOR,
  permission: { ...OPERATOR, cool: 'model' },
  model_not_found: { ...OPERATOR, cool: 'model' },
  context_length: { ...TRY_ELSEWHERE, retrySame: false },
  content_filter: STOP,
  bad_request: STOP,
  aborted: STOP,
  stream_interrupted: TRY_ELSEWHERE,
  malformed_response: TRY_ELSEWHERE,
};
