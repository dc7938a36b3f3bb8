import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
  LanguageModelV4Middleware,
  LanguageModelV4StreamResult,
} from '@ai-sdk/provider';
import { NotCanonicalError } from '@hydrogenai/common';
import type { AiCacheService } from '../ai-cache.service.js';
import { keyText } from '../entry/cache-key.policy.js';
import type { CacheRequest } from '../entry/cache-request.js';
import { asking, isAsked } from './asking.policy.js';
import { callKey, isCacheable } from './call-key.policy.js';
import { cacheModelCallUnfit } from './middleware.facts.js';
import {
  resolveMiddlewareOptions,
  type CacheMiddlewareOptions,
  type ResolvedMiddlewareOptions,
} from './middleware.options.js';
import { keepsStream, recordGenerated } from './record-answer.js';
import { replayGenerated, type Recorded } from './recorded-answer.js';
import { piecesOf, streamOf, type StreamPiece } from './shared-stream.js';
import { StreamRecorder } from './stream-recorder.js';

/** One call of a model that may be answered from the cache. */
interface ModelCall {
  readonly cache: Pick<AiCacheService, 'answer' | 'stream'>;
  readonly request: CacheRequest;
  readonly model: LanguageModelV4;
  readonly params: LanguageModelV4CallOptions;
  readonly options: ResolvedMiddlewareOptions;
}

const store = ({ whole }: Recorded): boolean => whole;

/**
 * Answers calls of any AI SDK model from the cache: `wrapLanguageModel({ model, middleware: cacheMiddleware(cache) })`. A
 * hit has the parts, chunks, usage and metadata of the first answer, and says so in `providerMetadata.hydrogenai.cache`.
 * Only whole answers are kept. Concurrent equal calls are one call of the model: who comes while a stream runs gets what has
 * come of it, and then the rest as it comes.
 * @throws InvalidOptionError naming the field
 */
export function cacheMiddleware(
  cache: Pick<AiCacheService, 'answer' | 'stream'>,
  options?: CacheMiddlewareOptions,
): LanguageModelV4Middleware {
  const resolved = resolveMiddlewareOptions(options);
  const callOf = (
    mode: 'generate' | 'stream',
    model: LanguageModelV4,
    params: LanguageModelV4CallOptions,
  ): ModelCall | undefined => {
    const request = requestOf(mode, model, params, resolved);
    if (request === undefined || isAsked(params, cache, request)) return undefined;
    return { cache, request, model, params, options: resolved };
  };
  return {
    specificationVersion: 'v4',
    async wrapGenerate({ doGenerate, model, params }) {
      const call = callOf('generate', model, params);
      return (call && (await generate(call))) ?? doGenerate();
    },
    async wrapStream({ doStream, model, params }) {
      const call = callOf('stream', model, params);
      return call ? stream(call) : doStream();
    },
  };
}

/** Undefined when another caller's answer was waited for in vain. */
async function generate(call: ModelCall): Promise<LanguageModelV4GenerateResult | undefined> {
  const { cache, request, model, params, options } = call;
  const own: { result?: LanguageModelV4GenerateResult } = {};
  const { value, hit } = await cache.answer<Recorded>(
    request,
    async (flight) => {
      own.result = await model.doGenerate({ ...asking(params, cache, request), abortSignal: flight });
      return recordGenerated(own.result, model, options);
    },
    { signal: params.abortSignal, store },
  );
  if (hit === undefined) return own.result;
  return value.whole ? replayGenerated(value.answer, hit) : undefined;
}

async function stream(call: ModelCall): Promise<LanguageModelV4StreamResult> {
  const { cache, request, model, params, options } = call;
  const recorder = new StreamRecorder();
  const own: { result?: LanguageModelV4StreamResult } = {};
  const { chunks, hit } = await cache.stream<StreamPiece>(
    request,
    async (flight) => {
      own.result = await model.doStream({ ...asking(params, cache, request), abortSignal: flight });
      // Nobody waits any more for what a model that heeds no signal has opened.
      if (flight.aborted) await own.result.stream.cancel(flight.reason);
      return piecesOf(own.result, flight, (part) => recorder.record(part));
    },
    {
      signal: params.abortSignal,
      store: () => keepsStream(recorder, model, options),
      texts: () => recorder.texts(),
      onUnfit: onceUnfit(call),
    },
  );
  const shared = await streamOf(chunks, hit, params.abortSignal);
  return hit === undefined ? { ...own.result, ...shared } : shared;
}

/** Tells once of an answer that holds what cannot be kept. */
function onceUnfit({ request: { namespace }, model: { provider, modelId } }: ModelCall): () => void {
  let told = false;
  return () => {
    if (!told) cacheModelCallUnfit.publish(() => ({ namespace, provider, modelId, part: 'answer' }));
    told = true;
  };
}

/** Undefined when the call is none that can be answered from the cache. */
function requestOf(
  mode: 'generate' | 'stream',
  model: LanguageModelV4,
  params: LanguageModelV4CallOptions,
  options: ResolvedMiddlewareOptions,
): CacheRequest | undefined {
  const { namespace, ttl, tagsOf } = options;
  if (!isCacheable(params, options)) return undefined;
  try {
    return { namespace, key: keyText(callKey(mode, model, params, options)), ttl, tags: tagsOf(params) };
  } catch (error) {
    if (!(error instanceof NotCanonicalError)) throw error;
    const { provider, modelId } = model;
    cacheModelCallUnfit.publish(() => ({ namespace, provider, modelId, part: 'call' }));
    return undefined;
  }
}
