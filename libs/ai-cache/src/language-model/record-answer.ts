import type {
  LanguageModelV4,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamResult,
} from '@ai-sdk/provider';
import { findNotJson } from '../json/json-value.policy.js';
import { toJson } from '../rich/rich-value.codec.js';
import { isWholeAnswer } from './completeness.policy.js';
import { cacheModelCallUnfit } from './middleware.facts.js';
import type { ModelAnswer, ResolvedMiddlewareOptions } from './middleware.options.js';
import { NOT_WHOLE, type Recorded, type RecordedStream } from './recorded-answer.js';
import type { StreamRecorder } from './stream-recorder.js';

type Model = Pick<LanguageModelV4, 'provider' | 'modelId'>;

/** What is stored of a generated answer, if anything is. */
export function recordGenerated(
  { request: _request, ...result }: LanguageModelV4GenerateResult,
  { provider, modelId }: Model,
  options: ResolvedMiddlewareOptions,
): Recorded {
  const { content, finishReason, usage } = result;
  const types = content.map(({ type }) => type);
  if (!isWholeAnswer(finishReason, types, options)) return NOT_WHOLE;
  const text = content.map((part) => (part.type === 'text' ? part.text : '')).join('');
  const answer: ModelAnswer = { mode: 'generate', provider, modelId, text, finishReason, usage };
  return options.when(answer) ? kept(() => toJson(result), answer, options) : NOT_WHOLE;
}

/** The same of a stream that has ended. */
export function recordStream(
  recorder: StreamRecorder,
  response: LanguageModelV4StreamResult['response'],
  { provider, modelId }: Model,
  options: ResolvedMiddlewareOptions,
): Recorded {
  const ended = recorder.ended(options);
  if (ended === undefined) return NOT_WHOLE;
  const { text, finishReason, usage } = ended;
  const answer: ModelAnswer = { mode: 'stream', provider, modelId, text, finishReason, usage };
  if (!options.when(answer)) return NOT_WHOLE;
  const write = (): RecordedStream => ({ response: toJson(response), parts: recorder.parts });
  return kept(write, answer, options);
}

/** Never an error: the model has answered, and its caller gets that. */
function kept(
  write: () => unknown,
  { provider, modelId }: Model,
  { namespace }: ResolvedMiddlewareOptions,
): Recorded {
  try {
    const answer = write();
    if (findNotJson(answer) === undefined) return { whole: true, answer };
  } catch {
    // Too deep or a cycle, which is told below as well.
  }
  cacheModelCallUnfit.publish(() => ({ namespace, provider, modelId, part: 'answer' }));
  return NOT_WHOLE;
}
