import type { Refusal } from './limits.js';

/** Everything a provider can refuse, before it is put into a wire's words. */
export type Problem =
  | { readonly kind: 'missingKey' }
  | { readonly kind: 'invalidKey' }
  | { readonly kind: 'missingHeader'; readonly header: string }
  | { readonly kind: 'notJson' }
  | { readonly kind: 'tooLarge'; readonly limitBytes: number }
  | { readonly kind: 'unknownPath'; readonly method: string; readonly path: string }
  | { readonly kind: 'methodNotAllowed'; readonly method: string; readonly allow: string }
  | FieldProblem
  | { readonly kind: 'unknownModel'; readonly model: string }
  | { readonly kind: 'limitReached'; readonly model: string; readonly refusal: Refusal }
  | { readonly kind: 'rateLimit' }
  | { readonly kind: 'quota' }
  | { readonly kind: 'spendLimit' }
  | { readonly kind: 'overloaded' }
  | { readonly kind: 'server' }
  | { readonly kind: 'contentFilter' }
  | { readonly kind: 'contextLength'; readonly inputTokens: number }
  | { readonly kind: 'status'; readonly status: number };

/** A field of the body that is missing, of the wrong type or out of range. Never carries the value. */
export interface FieldProblem {
  readonly kind: 'field';
  readonly field: string;
  readonly fault: 'missing' | 'type' | 'value';
  /** e.g. 'an array of messages' */
  readonly expected: string;
}

/** Thrown while a request is read; becomes the wire's own error answer. */
export class RefusedRequest extends Error {
  constructor(readonly problem: Problem) {
    super(problem.kind);
  }
}

/** A problem in a wire's own words. */
export interface WireError {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}
