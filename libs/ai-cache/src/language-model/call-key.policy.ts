import type { LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider';
import type { ResolvedMiddlewareOptions } from './middleware.options.js';

/** Goes up when answers are written in another way, so that old ones are not found. */
const FORMAT = 2;

/** Whether answers to this call may be shared at all. */
export function isCacheable(
  { temperature }: LanguageModelV4CallOptions,
  { sampled }: Pick<ResolvedMiddlewareOptions, 'sampled'>,
): boolean {
  return sampled || temperature === undefined || temperature <= 0;
}

/**
 * Everything that the answer depends on: all of the call, so that a setting which is new in the AI SDK counts as well, but
 * not who waits for it, and of the headers (keys, ids of traces) only those that the options name.
 */
export function callKey(
  mode: 'generate' | 'stream',
  { provider, modelId }: Pick<LanguageModelV4, 'provider' | 'modelId'>,
  call: LanguageModelV4CallOptions,
  { headers, keyOf }: Pick<ResolvedMiddlewareOptions, 'headers' | 'keyOf'>,
): unknown {
  const { abortSignal: _signal, headers: given = {}, ...settings } = call;
  return [
    FORMAT,
    mode,
    provider,
    modelId,
    withoutUndefined(settings),
    namedOnly(given, headers),
    keyOf(call),
  ];
}

/** The AI SDK gives what was not set as undefined, other callers leave it out. */
function withoutUndefined(settings: object): object {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function namedOnly(
  given: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): readonly (readonly [string, string])[] {
  if (names.length === 0) return [];
  const kept = Object.entries(given).flatMap(([name, value]) =>
    value !== undefined && names.includes(name.toLowerCase()) ? [[name.toLowerCase(), value] as const] : [],
  );
  return kept.sort(([left], [right]) => (left < right ? -1 : 1));
}
