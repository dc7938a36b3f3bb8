import type { MethodCall } from './aspect.js';

export type Method = (this: object, ...args: unknown[]) => unknown;
export type Invoke = (call: MethodCall) => unknown;

export interface Layer {
  readonly order: number;
  readonly wrap: (inner: Invoke) => Invoke;
}

/** What a wrapper knows of itself, so that a second decorator joins it instead of wrapping it again. */
export interface WovenMethod {
  /** Prototype that owns the method. */
  readonly owner: object;
  readonly original: Method;
  /** Outermost first. */
  readonly layers: Layer[];
  invoke: Invoke;
}

export const WOVEN = Symbol('hydrogenai.woven');

/** What is known of a wrapper; `undefined` for a plain method. */
export function wovenOf(method: Method): WovenMethod | undefined {
  // Only createWrapper sets this symbol, and always to a WovenMethod.
  return (method as { [WOVEN]?: WovenMethod })[WOVEN];
}
