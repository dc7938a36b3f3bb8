import { inspect } from 'node:util';
import type { PublicErrorDetails } from './public-details.js';

/** Marks our errors across package copies, where `instanceof` would fail. */
const MARKER = Symbol.for('@hydrogenai/error');

export interface HydrogenErrorOptions {
  /** Stable, upper snake case, never reused for another meaning: `AI_ALL_PROVIDERS_FAILED`. */
  readonly code: string;
  /** HTTP status that an edge should answer with. Default: 500. */
  readonly httpStatus?: number;
  /** Whether the same call may succeed later, decided where the error is born. Default: false. */
  readonly retryable?: boolean;
  /** Milliseconds until a retry can succeed, when that is known. */
  readonly retryAfterMs?: number | undefined;
  /** Facts that may be shown to the caller: names, kinds, counts. Never payloads, keys or configuration values. */
  readonly details?: PublicErrorDetails | undefined;
  /** Kept for the log only; it never reaches `toJSON()` or `util.inspect()`. Give none that holds a payload. */
  readonly cause?: unknown;
}

/**
 * Base of every error that the suite throws. The message says what happened, where, what is accepted and what to do
 * next; it never holds a prompt, an answer, a key or a configuration value.
 */
export abstract class HydrogenError extends Error {
  readonly code: string;
  readonly httpStatus: number;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly details: PublicErrorDetails | undefined;

  constructor(message: string, options: HydrogenErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code;
    this.httpStatus = options.httpStatus ?? 500;
    this.retryable = options.retryable ?? false;
    this.retryAfterMs = options.retryAfterMs;
    this.details = options.details;
    Object.defineProperty(this, MARKER, { value: true });
  }

  /** What `JSON.stringify` shows: no stack, no cause. */
  toJSON(): Record<string, unknown> {
    return {
      name: this.name,
      code: this.code,
      message: this.message,
      retryable: this.retryable,
      ...(this.retryAfterMs === undefined ? {} : { retryAfterMs: this.retryAfterMs }),
      ...(this.details === undefined ? {} : { details: this.details }),
    };
  }

  /**
   * What `console` and `util.inspect()` show: the stack and the public facts. Node's own way also prints the whole cause,
   * and nobody knows what a foreign error quotes.
   */
  [inspect.custom](): string {
    const { name: _name, message: _message, ...facts } = this.toJSON();
    return `${this.stack ?? String(this)} ${JSON.stringify(facts)}`;
  }
}

/** True for every error of the suite, also one that another copy of this package made. */
export function isHydrogenError(error: unknown): error is HydrogenError {
  return typeof error === 'object' && error !== null && MARKER in error;
}
