import type { LanguageModelV4, LanguageModelV4GenerateResult } from '@ai-sdk/provider';
import { findNotJson } from '../json/json-value.policy.js';
import { toJson } from '../rich/rich-value.codec.js';
import { isWholeAnswer } from './completeness.policy.js';
import { cacheModelCallUnfit } from './middleware.facts.js';
import type { ModelAnswer, ResolvedMiddlewareOptions } from './middleware.options.js';
import { NOT_WHOLE, type Recorded } from './recorded-answer.js';
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

/** Whether a stream that has ended is kept. */
export function keepsStream(
  recorder: StreamRecorder,
  { provider, modelId }: Model,
  options: ResolvedMiddlewareOptions,
): boolean {
  const ended = recorder.ended(options);
  if (ended === undefined) return false;
  const { text, finishReason, usage } = ended;
  return options.when({ mode: 'stream', provider, modelId, text, finishReason, usage });
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
