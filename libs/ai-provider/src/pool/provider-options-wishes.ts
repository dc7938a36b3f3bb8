import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { InvalidOptionError, parseDuration } from '@hydrogenai/common';
import { POOL_PROVIDER } from '../candidates/routing-metadata.js';
import { readLabels } from '../response/call-labels.policy.js';
import type { PoolWishes } from './pool-wishes.js';

const NO_WISHES: PoolWishes = {};

/**
 * Reads `providerOptions.hydrogenai` of an AI SDK call: `modelPreferences`, `fallbackEnabled`, `deadlineMs`, and the labels
 * `tenant`, `user`, `feature`, `session`.
 * @throws InvalidOptionError naming the field.
 */
export function wishesIn({
  providerOptions,
}: Partial<Pick<LanguageModelV4CallOptions, 'prompt' | 'providerOptions'>>): PoolWishes {
  const wishes = providerOptions?.[POOL_PROVIDER];
  if (wishes === undefined) return NO_WISHES;
  const { modelPreferences, fallbackEnabled, deadlineMs } = wishes;
  const field = `providerOptions.${POOL_PROVIDER}`;
  if (modelPreferences !== undefined && !isTextList(modelPreferences)) {
    throw new InvalidOptionError({
      field: `${field}.modelPreferences`,
      accepted: 'a list of names',
      received: modelPreferences,
    });
  }
  if (fallbackEnabled !== undefined && typeof fallbackEnabled !== 'boolean') {
    throw new InvalidOptionError({
      field: `${field}.fallbackEnabled`,
      accepted: 'true or false',
      received: fallbackEnabled,
    });
  }
  if (deadlineMs !== undefined && typeof deadlineMs !== 'number') {
    throw new InvalidOptionError({
      field: `${field}.deadlineMs`,
      accepted: 'whole milliseconds',
      received: deadlineMs,
    });
  }
  return {
    modelPreferences,
    fallbackEnabled,
    deadlineMs:
      deadlineMs === undefined ? undefined : parseDuration(deadlineMs, `${field}.deadlineMs`, { minMs: 1 }),
    labels: readLabels(wishes, `${field}.`),
  };
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
