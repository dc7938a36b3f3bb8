import type { ErrorKind } from './error-kind.js';

/** What follows from a kind of failure. */
export interface ErrorRule {
  /** Whether another candidate may be asked. A bug in the request is not an outage: it fails everywhere. */
  readonly failOver: boolean;
  /** Whether the same candidate may be asked again when no other is left. */
  readonly retrySame: boolean;
  /** Whose it is: the request's or its caller's, one key's, or the provider's whatever the key. */
  readonly fault: 'request' | 'key' | 'provider';
  /** What is left alone afterwards: nothing, the model for this key (`lane`) or for every key, or the key (`account`). */
  readonly cool: 'nothing' | 'lane' | 'model' | 'account';
  /** For how long, in ms, when the provider did not say. */
  readonly coolMs: number;
  /** Whose breaker counts it: nobody's, that of the model under every key, or that of the whole provider. */
  readonly breaks: 'nothing' | 'model' | 'provider';
  /** Whether an operator has to act: pay, or replace a key or a model name. */
  readonly alarm: boolean;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** Unpaid, refused and unknown do not heal by themselves; asking once in five minutes notices when somebody mends them. */
const OPERATOR_MS = 5 * MINUTE_MS;

const STOP: ErrorRule = {
  failOver: false,
  retrySame: false,
  fault: 'request',
  cool: 'nothing',
  coolMs: 0,
  breaks: 'nothing',
  alarm: false,
};
const TRY_ELSEWHERE: ErrorRule = {
  failOver: true,
  retrySame: true,
  fault: 'provider',
  cool: 'nothing',
  coolMs: 0,
  breaks: 'model',
  alarm: false,
};
const OPERATOR: ErrorRule = {
  failOver: true,
  retrySame: false,
  fault: 'key',
  cool: 'account',
  coolMs: OPERATOR_MS,
  breaks: 'nothing',
  alarm: true,
};

export const ERROR_RULES: Readonly<Record<ErrorKind, ErrorRule>> = {
  // Limits of the three providers are per minute and model; without a Retry-After a short pause is the honest guess.
  rate_limit: {
    ...TRY_ELSEWHERE,
    fault: 'key',
    cool: 'lane',
    coolMs: 5 * SECOND_MS,
    breaks: 'nothing',
  },
  quota: OPERATOR,
  overloaded: { ...TRY_ELSEWHERE, cool: 'model', coolMs: 2 * SECOND_MS },
  server: TRY_ELSEWHERE,
  timeout: TRY_ELSEWHERE,
  // No connection at all: it makes no difference which model is asked for.
  network: { ...TRY_ELSEWHERE, breaks: 'provider' },
  auth: OPERATOR,
  // What a key may do and see is its project's affair: another key may.
  permission: { ...OPERATOR, cool: 'lane' },
  model_not_found: { ...OPERATOR, cool: 'lane' },
  context_length: { ...STOP, failOver: true },
  content_filter: STOP,
  bad_request: STOP,
  aborted: STOP,
  stream_interrupted: TRY_ELSEWHERE,
  malformed_response: TRY_ELSEWHERE,
};
