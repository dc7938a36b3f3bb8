/**
 * One scripted failure. `afterChunks` counts content chunks: `0` is after the preamble (role chunk,
 * `message_start`, `response.created`) and before the first text.
 *
 * On an answer that is not a stream there are no chunks: `reset`, `end` and `stall` then send the first half of
 * the body, `brokenJson` sends that half as if it were whole, `streamError` sends the error object inside HTTP 200.
 */
export type Fault =
  | StatusFault
  | RateLimitFault
  | QuotaFault
  | { readonly kind: 'spendLimit' }
  | { readonly kind: 'overloaded' }
  | DelayFault
  | { readonly kind: 'hang' }
  | ResetFault
  | { readonly kind: 'end'; readonly afterChunks: number }
  | { readonly kind: 'stall'; readonly afterChunks: number }
  | { readonly kind: 'brokenJson'; readonly afterChunks?: number }
  | StreamErrorFault
  | RedirectFault
  | { readonly kind: 'contentFilter' }
  | { readonly kind: 'contextLength' };

/** Any status; the body defaults to the wire's own error body for it. Strings are sent as they are. */
export interface StatusFault {
  readonly kind: 'status';
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The wire's 429. The header values are sent verbatim; left out, the header is left out. */
export interface RateLimitFault {
  readonly kind: 'rateLimit';
  /** `retry-after`: seconds such as '0.5' or '120', or an HTTP date. */
  readonly retryAfter?: string;
  /** `retry-after-ms`. */
  readonly retryAfterMs?: string;
}

/** Out of credit: as a status (default), or as an error inside HTTP 200. */
export interface QuotaFault {
  readonly kind: 'quota';
  readonly in?: 'status' | 'body';
}

/** Waits before the headers, then answers normally. */
export interface DelayFault {
  readonly kind: 'delay';
  readonly ms: number;
}

/** TCP RST before any byte, or after so many content chunks or body bytes. */
export interface ResetFault {
  readonly kind: 'reset';
  readonly afterChunks?: number;
  readonly afterBytes?: number;
}

/** An error event inside the stream, after a 200. Default type: overloaded. */
export interface StreamErrorFault {
  readonly kind: 'streamError';
  readonly afterChunks: number;
  readonly type?: StreamErrorType;
}

export type StreamErrorType = 'overloaded' | 'server' | 'quota' | 'rateLimit';

/** Default status 307, which keeps method and body. */
export interface RedirectFault {
  readonly kind: 'redirect';
  readonly to: string;
  readonly status?: number;
}

export type FaultKind = Fault['kind'];

/** Which requests a scripted fault waits for. */
export interface FaultScope {
  /** How many requests it hits. Default 1. */
  readonly times?: number | 'always';
  /** Only requests for this model. */
  readonly model?: string;
  /** Only requests whose path ends so, e.g. '/models'. Without it: inference requests only. */
  readonly path?: string;
}
