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
import { callKey, isCacheable } from './call-key.policy.js';
import { cacheModelCallUnfit } from './middleware.facts.js';
import {
  resolveMiddlewareOptions,
  type CacheMiddlewareOptions,
  type ResolvedMiddlewareOptions,
} from './middleware.options.js';
import { recordGenerated, recordStream } from './record-answer.js';
import { NOT_WHOLE, replayGenerated, replayStream, type Recorded } from './recorded-answer.js';
import { relay } from './relay.js';
import { StreamRecorder } from './stream-recorder.js';

/** One call of a model that may be answered from the cache. */
interface ModelCall {
  readonly cache: Pick<AiCacheService, 'answer'>;
  readonly request: CacheRequest;
  readonly model: LanguageModelV4;
  readonly params: LanguageModelV4CallOptions;
  readonly options: ResolvedMiddlewareOptions;
}

const store = ({ whole }: Recorded): boolean => whole;

/**
 * Answers calls of any AI SDK model from the cache: `wrapLanguageModel({ model, middleware: cacheMiddleware(cache) })`. A
 * hit has the parts, chunks, usage and metadata of the first answer, and says so in `providerMetadata.hydrogenai.cache`.
 * Only whole answers are kept. Concurrent equal calls are one call of the model: who joins a stream gets it when it is whole.
 * @throws InvalidOptionError naming the field
 */
export function cacheMiddleware(
  cache: Pick<AiCacheService, 'answer'>,
  options?: CacheMiddlewareOptions,
): LanguageModelV4Middleware {
  const resolved = resolveMiddlewareOptions(options);
  const callOf = (
    mode: 'generate' | 'stream',
    model: LanguageModelV4,
    params: LanguageModelV4CallOptions,
  ): ModelCall | undefined => {
    const request = requestOf(mode, model, params, resolved);
    return request && { cache, request, model, params, options: resolved };
  };
  return {
    specificationVersion: 'v4',
    async wrapGenerate({ doGenerate, model, params }) {
      const call = callOf('generate', model, params);
      return (call && (await generate(call))) ?? doGenerate();
    },
    async wrapStream({ doStream, model, params }) {
      const call = callOf('stream', model, params);
      return (call && (await stream(call))) ?? doStream();
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
      own.result = await model.doGenerate({ ...params, abortSignal: flight });
      return recordGenerated(own.result, model, options);
    },
    { signal: params.abortSignal, store },
  );
  if (hit === undefined) return own.result;
  return value.whole ? replayGenerated(value.answer, hit) : undefined;
}

/** Undefined as above. */
async function stream(call: ModelCall): Promise<LanguageModelV4StreamResult | undefined> {
  const { cache, request, model, params, options } = call;
  const { abortSignal: signal } = params;
  const started = Promise.withResolvers<LanguageModelV4StreamResult>();
  const leaving = new AbortController();
  const answered = cache.answer<Recorded>(
    request,
    async (flight) => {
      const result = await model.doStream({ ...params, abortSignal: flight });
      const recorder = new StreamRecorder();
      const live = relay({
        upstream: result.stream,
        flight,
        signal,
        record: (part) => recorder.record(part),
        onCancel: (reason) => leaving.abort(reason),
      });
      started.resolve({ ...result, stream: live.stream });
      return (await live.ended) ? recordStream(recorder, result.response, model, options) : NOT_WHOLE;
    },
    { signal: signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal, store },
  );
  const first = await Promise.race([started.promise, answered]);
  if ('stream' in first) return first;
  const { value, hit } = first;
  return value.whole && hit ? replayStream(value.answer, hit) : undefined;
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
