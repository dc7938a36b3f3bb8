/** One kind per failure, decided where the failure is born. Callers, stats and trails speak in these words only. */
export const ERROR_KINDS = [
  'rate_limit',
  'quota',
  'overloaded',
  'server',
  'timeout',
  'network',
  'auth',
  'permission',
  'model_not_found',
  'context_length',
  'content_filter',
  'bad_request',
  'aborted',
  'stream_interrupted',
  'malformed_response',
] as const;

export type ErrorKind = (typeof ERROR_KINDS)[number];

/** What a failed attempt means, without a word of the provider's own text (it may quote the prompt). */
export interface ProviderFailure {
  readonly kind: ErrorKind;
  readonly httpStatus?: number;
  /** How long the provider asked to be left alone, in ms. */
  readonly retryAfterMs?: number;
  /** `x-should-retry` of the provider: whether the same call may be tried on it again. */
  readonly shouldRetry?: boolean;
  /** When a spend limit ends, ms since 1970, where the provider's rules say so. */
  readonly blockedUntil?: number;
  /** Fields of the response about limits, lower-case names. */
  readonly limitHeaders?: Readonly<Record<string, string>>;
  /** There was no connection: the provider has not seen the request. */
  readonly unsent?: true;
  /** The same candidate is asked once more, at once and before the others, because it is told what was wrong. */
  readonly repair?: true;
  /** Which clock ran out, for timeouts. */
  readonly timeout?: 'first_token' | 'idle' | 'attempt' | 'total';
}
