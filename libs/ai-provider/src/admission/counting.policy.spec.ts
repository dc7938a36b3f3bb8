import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import { ERROR_KINDS, type ErrorKind, type ProviderFailure } from '../errors/error-kind.js';
import type { AttemptEnd } from '../failover/attempt-end.js';
import { amountsOf, COUNTING_RULES, NOTHING, settledAmounts } from './counting.policy.js';

const RESERVED = amountsOf(100, 400);
const usage: LanguageModelV4Usage = {
  inputTokens: { total: 120, noCache: 50, cacheRead: 60, cacheWrite: 10 },
  outputTokens: { total: 40, text: 30, reasoning: 10 },
};

function ended(rest: Partial<AttemptEnd>): AttemptEnd {
  return {
    // What is counted does not depend on who was asked.
    candidate: {} as AttemptEnd['candidate'],
    profile: { inputTokens: 100, maxOutputTokens: 400 },
    entry: { provider: 'p', model: 'm', outcome: 'answered', ms: 1 },
    failure: undefined,
    usage: undefined,
    limitHeaders: undefined,
    outputCharacters: 0,
    ...rest,
  };
}
const failed = (kind: ErrorKind, rest: Partial<ProviderFailure> = {}, outputCharacters = 0) =>
  settledAmounts(COUNTING_RULES.groq, ended({ failure: { kind, ...rest }, outputCharacters }), RESERVED);

describe('what an answer counts for', () => {
  it('is all input and the allowed output at OpenAI, which counts both when the request comes', () => {
    expect(settledAmounts(COUNTING_RULES.openai, ended({ usage }), RESERVED)).toEqual(amountsOf(120, 400));
  });

  it('is the used output at OpenAI where the caller sets no bound', () => {
    const profile = { inputTokens: 100, maxOutputTokens: undefined };
    expect(settledAmounts(COUNTING_RULES.openai, ended({ usage, profile }), RESERVED)).toEqual(
      amountsOf(120, 40),
    );
  });

  it.each(['groq', 'anthropic'] as const)('leaves cached reads out at %s, and unused output', (family) => {
    expect(settledAmounts(COUNTING_RULES[family], ended({ usage }), RESERVED)).toEqual(amountsOf(60, 40));
  });

  it('is the estimate where a provider tells no usage', () => {
    const none: LanguageModelV4Usage = {
      inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
      outputTokens: { total: undefined, text: undefined, reasoning: undefined },
    };
    expect(settledAmounts(COUNTING_RULES.groq, ended({ usage: none }), RESERVED)).toEqual(RESERVED);
  });
});

describe('what a failure counts for', () => {
  it.each([
    'quota',
    'auth',
    'permission',
    'model_not_found',
    'context_length',
    'bad_request',
    'rate_limit',
  ] as const)('is nothing when the provider refused it: %s', (kind) => {
    expect(failed(kind)).toEqual(NOTHING);
  });

  it('is nothing when there was no connection', () => {
    expect(failed('network', { unsent: true })).toEqual(NOTHING);
  });

  it('is a request at OpenAI, where unsuccessful requests count', () => {
    const end = ended({ failure: { kind: 'rate_limit', httpStatus: 429 } });
    expect(settledAmounts(COUNTING_RULES.openai, end, RESERVED)).toEqual({ ...NOTHING, requests: 1 });
  });

  it.each(['timeout', 'network', 'aborted', 'stream_interrupted', 'malformed_response'] as const)(
    'is the estimate when nobody knows how far it got: %s',
    (kind) => {
      expect(failed(kind)).toEqual(RESERVED);
    },
  );

  it('is as much output as arrived when a stream broke', () => {
    expect(failed('stream_interrupted', {}, 90)).toEqual(amountsOf(100, 30));
    expect(failed('aborted', {}, 90_000)).toEqual(RESERVED);
  });

  it('is a request, and of a broken server the prompt', () => {
    expect(failed('overloaded', { httpStatus: 529 })).toEqual({ ...NOTHING, requests: 1 });
    expect(failed('server', { httpStatus: 500 })).toEqual(amountsOf(100, 0));
  });

  it('is the estimate of an answer that was filtered, and nothing when the prompt was', () => {
    expect(failed('content_filter')).toEqual(RESERVED);
    expect(failed('content_filter', { httpStatus: 400 })).toEqual(NOTHING);
  });

  it('is never more than what was reserved', () => {
    for (const kind of ERROR_KINDS) {
      expect(failed(kind).tokens).toBeLessThanOrEqual(RESERVED.tokens);
      expect(failed(kind).requests).toBeLessThanOrEqual(1);
    }
  });
});
