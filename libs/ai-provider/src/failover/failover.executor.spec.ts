import { APICallError, type LanguageModelV4 } from '@ai-sdk/provider';
import { FakeClock } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import type { LogicalModelOptions } from '../ai-provider.options.js';
import { AllProvidersFailedError } from '../errors/all-providers-failed.error.js';
import { RequestRejectedError } from '../errors/request-rejected.error.js';
import { ModelPool } from '../pool/model-pool.js';
import { resolveAiProviderOptions } from '../pool/resolve-options.js';

const hang = (): Promise<never> => new Promise(() => undefined);

/** What a provider package throws for this answer. */
function refusal(statusCode: number, body: object, headers: Record<string, string> = {}): Error {
  return new APICallError({
    message: 'refused',
    url: 'https://example.test',
    requestBodyValues: {},
    statusCode,
    responseHeaders: headers,
    responseBody: JSON.stringify(body),
  });
}

const TOO_LONG = refusal(400, { error: { type: 'invalid_request_error', code: 'context_length_exceeded' } });
const BROKEN = refusal(500, {});

/** A pool of providers a, b, ...: each does what its function does. */
function poolOf(behaviours: readonly (() => Promise<never>)[], limits: Omit<LogicalModelOptions, 'use'>) {
  const clock = new FakeClock();
  const names = behaviours.map((_, index) => 'abcdef'.charAt(index));
  const providers = Object.fromEntries(
    behaviours.map((doGenerate, index): [string, { model: LanguageModelV4 }] => [
      names[index] ?? '',
      {
        model: {
          specificationVersion: 'v4',
          provider: names[index] ?? '',
          modelId: 'm',
          supportedUrls: {},
          doGenerate,
          doStream: hang,
        },
      },
    ]),
  );
  const models = { chat: { use: names.map((name) => `${name}/m`), ...limits } };
  const pool = new ModelPool(resolveAiProviderOptions({ providers, models, clock, random: () => 0 }));
  /** Asks, moves time on until the request has ended, and gives its error and how long it took. */
  const ask = async () => {
    const began = clock.monotonicMs();
    const ended: { error: unknown; ms: number }[] = [];
    void pool.generate('chat', {}, { prompt: [] }).catch((error: unknown) => {
      ended.push({ error, ms: clock.monotonicMs() - began });
    });
    for (let turn = 0; turn < 10_000 && ended.length === 0; turn++) await clock.advanceAsync(10);
    return ended[0] ?? { error: undefined, ms: Number.NaN };
  };
  return { clock, ask };
}

const attemptsOf = (error: unknown): string[] =>
  error instanceof AllProvidersFailedError || error instanceof RequestRejectedError
    ? error.routing.attempts.map(({ provider, kind, ms }) => `${provider} ${kind} ${ms}`)
    : [];

describe('a request that cannot be answered', () => {
  it('shares its time among the candidates that hang', async () => {
    const { ask } = poolOf([hang, hang, hang], { deadlineMs: 3_000 });
    const { error, ms } = await ask();
    expect(attemptsOf(error)).toEqual(['a timeout 1000', 'b timeout 1000', 'c timeout 1000']);
    expect(ms).toBe(3_000);
  });

  it('keeps no time for candidates that the attempts allowed do not reach', async () => {
    const { ask } = poolOf([hang, hang, hang], { deadlineMs: 3_000, attempts: 1 });
    expect(attemptsOf((await ask()).error)).toEqual(['a timeout 3000']);
  });

  it('keeps no time for candidates that are left alone beyond its deadline', async () => {
    const unpaid = (): Promise<never> => Promise.reject(refusal(402, {}));
    const { ask } = poolOf([hang, unpaid], { deadlineMs: 2_000 });
    expect(attemptsOf((await ask()).error)).toEqual(['a timeout 1000', 'b quota 0', 'a timeout 750']);
    expect(attemptsOf((await ask()).error)[0]).toBe('a timeout 2000');
  });

  it('is too long only when every candidate says so', async () => {
    const tooLong = (): Promise<never> => Promise.reject(TOO_LONG);
    const all = await poolOf([tooLong, tooLong], { deadlineMs: 1_000 }).ask();
    expect(all.error).toBeInstanceOf(RequestRejectedError);
    expect(all.error).toMatchObject({ kind: 'context_length', httpStatus: 413 });

    const broken = (): Promise<never> => Promise.reject(BROKEN);
    const some = await poolOf([broken, tooLong], { deadlineMs: 5_000, attempts: 2 }).ask();
    expect(some.error).toBeInstanceOf(AllProvidersFailedError);
    const reached = await poolOf([tooLong, tooLong], { deadlineMs: 1_000, attempts: 1 }).ask();
    expect(reached.error).toBeInstanceOf(AllProvidersFailedError);
  });

  it('waits for a Retry-After from the failure on, not from the end of what came between', async () => {
    const later = (): Promise<never> => Promise.reject(refusal(500, {}, { 'retry-after': '1' }));
    const { ask, clock } = poolOf([later, hang], { deadlineMs: 4_000, attempts: 3, attemptMs: 800 });
    const { error, ms } = await ask();
    expect(attemptsOf(error)).toEqual(['a server 0', 'b timeout 800', 'a server 0']);
    expect(ms).toBe(1_000);
    expect(clock.pendingTimers).toBe(0);
  });
});
