import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { InvalidOptionError, oneOf, parseDuration, wholeNumber } from '@hydrogenai/common';
import type { PoolWishes } from '../pool/pool-wishes.js';
import { readLabels } from './call-labels.policy.js';
import { REASONING_EFFORTS, type GenerateRequest } from './generate-request.js';
import { toPrompt } from './prompt.policy.js';
import { toToolChoice } from './tools.policy.js';

/**
 * Everything of a request but its tools, whose schemas may have to be waited for.
 * @throws InvalidOptionError naming the field; texts are never shown.
 */
export function toCallOptions(request: GenerateRequest): LanguageModelV4CallOptions {
  const { maxTokens, temperature, topP, seed, stopSequences, reasoning, responseFormat, signal } = request;
  const options: LanguageModelV4CallOptions = { prompt: toPrompt(request) };
  if (maxTokens !== undefined) options.maxOutputTokens = tokens(maxTokens);
  if (temperature !== undefined) options.temperature = between(temperature, 'temperature', 2);
  if (topP !== undefined) options.topP = between(topP, 'topP', 1);
  if (seed !== undefined) options.seed = wholeNumber(seed, 'seed', 0, 2 ** 31 - 1);
  if (stopSequences !== undefined) options.stopSequences = readStopSequences(stopSequences);
  if (reasoning !== undefined) options.reasoning = oneOf(reasoning, REASONING_EFFORTS, 'reasoning');
  if (responseFormat !== undefined) {
    options.responseFormat = { type: oneOf(responseFormat, ['text', 'json'], 'responseFormat') };
  }
  if (request.toolChoice !== undefined) options.toolChoice = toToolChoice(request.toolChoice, request.tools);
  if (signal !== undefined) options.abortSignal = signal;
  return options;
}

export function toWishes(request: GenerateRequest): PoolWishes {
  const { modelPreferences, fallbackEnabled, deadlineMs } = request;
  return {
    modelPreferences,
    fallbackEnabled,
    deadlineMs: deadlineMs === undefined ? undefined : parseDuration(deadlineMs, 'deadlineMs', { minMs: 1 }),
    labels: readLabels(request, ''),
  };
}

function tokens(value: number): number {
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidOptionError({ field: 'maxTokens', accepted: 'a whole number from 1', received: value });
}

function between(value: number, field: string, most: number): number {
  if (value >= 0 && value <= most) return value;
  throw new InvalidOptionError({ field, accepted: `a number from 0 to ${most}`, received: value });
}

function readStopSequences(value: unknown): string[] {
  if (Array.isArray(value) && value.every((each) => typeof each === 'string' && each !== ''))
    return [...value];
  throw new InvalidOptionError({
    field: 'stopSequences',
    accepted: 'a list of texts that are not empty',
    received: value,
    secret: true,
  });
}
