import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import type { CacheRequest } from '../entry/cache-request.js';

/** What a call is the answer to, in the call itself. A symbol: no provider sees it, and no key holds it. */
const ASKING = Symbol('hydrogenai.cache.asking');

interface Asking {
  readonly cache: object;
  readonly request: CacheRequest;
}

type AskedCall = LanguageModelV4CallOptions & { readonly [ASKING]?: readonly Asking[] };

/** The call with which a model is asked for this request. */
export function asking(
  call: LanguageModelV4CallOptions,
  cache: object,
  request: CacheRequest,
): LanguageModelV4CallOptions {
  const asked: AskedCall = { ...call, [ASKING]: [...already(call), { cache, request }] };
  return asked;
}

/** Whether this call is made to answer this very request: a model wrapped twice would wait for itself. */
export function isAsked(
  call: LanguageModelV4CallOptions,
  cache: object,
  { namespace, key }: CacheRequest,
): boolean {
  return already(call).some(
    ({ cache: other, request }) => other === cache && request.namespace === namespace && request.key === key,
  );
}

function already(call: AskedCall): readonly Asking[] {
  return call[ASKING] ?? [];
}
