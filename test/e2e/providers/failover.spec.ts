import { AllProvidersFailedError, StreamInterruptedError } from '@hydrogenai/ai-provider';
import { describe, expect, it } from 'vitest';
import { CANDIDATES, startPool } from './support/pool.js';

const QUESTION = { prompt: 'What is the capital of France?' };

describe('one deadline for the whole chain', () => {
  it('waits for a short Retry-After when no other candidate is left, and answers', async () => {
    await using pool = await startPool({ chat: { use: CANDIDATES.slice(0, 1) } });
    pool.simulator.fail('groq', { kind: 'rateLimit', retryAfter: '0.5' });
    const started = performance.now();
    const response = await pool.ai.generateResponse(QUESTION);
    expect(response.provider).toBe('groq');
    expect(performance.now() - started).toBeGreaterThanOrEqual(500);
    expect(pool.hits().groq).toBe(2);
  });

  it('does not wait for a Retry-After beyond the deadline, and hands it on', async () => {
    await using pool = await startPool({ chat: { use: CANDIDATES.slice(0, 1), deadlineMs: '2s' } });
    pool.simulator.fail('groq', { kind: 'rateLimit', retryAfter: '120' });
    const started = performance.now();
    const error: unknown = await pool.ai.generateResponse(QUESTION).catch((thrown: unknown) => thrown);
    expect(performance.now() - started).toBeLessThan(1_500);
    expect(error).toBeInstanceOf(AllProvidersFailedError);
    expect(error).toMatchObject({
      code: 'AI_ALL_PROVIDERS_FAILED',
      httpStatus: 503,
      reason: 'none_ready_in_time',
    });
    expect((error as AllProvidersFailedError).retryAfterMs).toBeGreaterThan(119_000);
    expect(pool.hits().groq).toBe(1);
  });

  it('leaves a provider alone for its Retry-After: the next request does not hit it', async () => {
    await using pool = await startPool();
    pool.simulator.fail('groq', { kind: 'rateLimit', retryAfter: '120' });
    await pool.ai.generateResponse(QUESTION);
    const second = await pool.ai.generateResponse(QUESTION);
    expect(second.provider).toBe('openai');
    expect(second.routing.reason).toBe('groq left alone after an earlier failure');
    expect(pool.hits()).toEqual({ groq: 1, openai: 2, anthropic: 0 });
  });

  it('ends at the deadline when every provider hangs', async () => {
    await using pool = await startPool({ chat: { deadlineMs: 900 } });
    for (const wire of ['groq', 'openai', 'anthropic'] as const)
      pool.simulator.fail(wire, { kind: 'hang' }, { times: 'always' });
    const started = performance.now();
    await expect(pool.ai.generateResponse(QUESTION)).rejects.toMatchObject({
      code: 'AI_ALL_PROVIDERS_FAILED',
    });
    expect(performance.now() - started).toBeLessThan(2_500);
    expect(pool.hits()).toEqual({ groq: 1, openai: 1, anthropic: 1 });
  });

  it('retries a lone provider with the attempts allowed and no more', async () => {
    await using pool = await startPool({ chat: { use: CANDIDATES.slice(0, 1), attempts: 3 } });
    pool.simulator.fail('groq', { kind: 'status', status: 500 }, { times: 'always' });
    await expect(pool.ai.generateResponse(QUESTION)).rejects.toMatchObject({ reason: 'attempts_used_up' });
    expect(pool.hits().groq).toBe(3);
  });

  it('never retries a quota error of a lone provider', async () => {
    await using pool = await startPool({ chat: { use: CANDIDATES.slice(0, 1) } });
    pool.simulator.fail('groq', { kind: 'quota' }, { times: 'always' });
    await expect(pool.ai.generateResponse(QUESTION)).rejects.toMatchObject({ reason: 'not_worth_retrying' });
    expect(pool.hits().groq).toBe(1);
  });
});

describe('no shared cursor', () => {
  it.each([10, 1_000])('%i concurrent calls with the first provider down are all answered', async (calls) => {
    await using pool = await startPool();
    pool.simulator.fail('groq', { kind: 'status', status: 500 }, { times: 'always' });
    const responses = await Promise.all(
      Array.from({ length: calls }, () => pool.ai.generateResponse(QUESTION)),
    );
    expect(responses).toHaveLength(calls);
    expect(new Set(responses.map(({ provider }) => provider))).toEqual(new Set(['openai']));
    expect(pool.hits()).toEqual({ groq: calls, openai: calls, anthropic: 0 });
  });
});

describe('after the first content a stream never changes provider', () => {
  it.each([
    { name: 'reset', fault: { kind: 'reset', afterChunks: 5 } as const, kind: 'network' },
    {
      name: 'clean end without a finish part',
      fault: { kind: 'end', afterChunks: 5 } as const,
      kind: 'stream_interrupted',
    },
    { name: 'stall', fault: { kind: 'stall', afterChunks: 5 } as const, kind: 'timeout' },
    { name: 'error event', fault: { kind: 'streamError', afterChunks: 5 } as const, kind: 'overloaded' },
    {
      name: 'broken JSON',
      fault: { kind: 'brokenJson', afterChunks: 5 } as const,
      kind: 'malformed_response',
    },
  ])('$name', async ({ fault, kind }) => {
    for (const wire of ['groq', 'openai', 'anthropic'] as const) {
      await using pool = await startPool({ chat: { idleMs: 300 } });
      pool.simulator.fail(wire, fault);
      let text = '';
      let finished = false;
      const error: unknown = await (async () => {
        for await (const event of pool.ai.streamResponse({ ...QUESTION, modelPreferences: [wire] })) {
          if (event.type === 'text') text += event.text;
          if (event.type === 'finish') finished = true;
        }
        return undefined;
      })().catch((thrown: unknown) => thrown);
      expect(error, wire).toBeInstanceOf(StreamInterruptedError);
      const interrupted = error as StreamInterruptedError;
      // The AI SDK's Groq package strips the code of an error event; what is left says "server".
      expect(interrupted.kind, wire).toBe(wire === 'groq' && kind === 'overloaded' ? 'server' : kind);
      expect(finished).toBe(false);
      expect(interrupted.partialText).toBe(text);
      expect(text.length).toBeGreaterThan(0);
      expect(JSON.stringify(interrupted)).not.toContain(text);
      expect(pool.hits()).toEqual({ groq: 0, openai: 0, anthropic: 0, [wire]: 1 });
      expect(pool.ai.getProviderStats().find(({ provider }) => provider === wire)?.models[0]).toMatchObject({
        failed: 1,
        answered: 0,
      });
    }
  });
});

describe('an abort', () => {
  it('reaches the provider, starts no other attempt, and counts against nobody', async () => {
    await using pool = await startPool();
    pool.simulator.fail('groq', { kind: 'hang' });
    const controller = new AbortController();
    const pending = pool.ai.generateResponse({ ...QUESTION, signal: controller.signal });
    await expect.poll(() => pool.hits().groq).toBe(1);
    controller.abort(new Error('the caller has left'));
    await expect(pending).rejects.toThrow('the caller has left');
    await expect.poll(() => pool.simulator.journal[0]?.aborted).toBe(true);
    expect(pool.hits()).toEqual({ groq: 1, openai: 0, anthropic: 0 });
    expect(pool.ai.getProviderStats()[0]?.models[0]).toMatchObject({ failed: 0, aborted: 1 });
  });

  it('of a reader that leaves a stream closes the connection', async () => {
    await using pool = await startPool({ simulator: { tokenDelayMs: 20 } });
    for await (const event of pool.ai.streamResponse(QUESTION)) if (event.type === 'text') break;
    await expect.poll(() => pool.simulator.journal[0]?.aborted).toBe(true);
    expect(pool.ai.getProviderStats()[0]?.models[0]).toMatchObject({ failed: 0, aborted: 1 });
  });

  it('before the call makes no request at all', async () => {
    await using pool = await startPool();
    await expect(
      pool.ai.generateResponse({ ...QUESTION, signal: AbortSignal.abort(new Error('too late')) }),
    ).rejects.toThrow('too late');
    expect(pool.simulator.hits()).toBe(0);
  });
});

describe('the routing trail', () => {
  it('names every attempt and holds nothing that was said', async () => {
    await using pool = await startPool();
    for (const wire of ['groq', 'openai', 'anthropic'] as const)
      pool.simulator.fail(wire, { kind: 'quota' }, { times: 'always' });
    const error: unknown = await pool.ai
      .generateResponse({ prompt: 'canary-7f3a the secret plan' })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AllProvidersFailedError);
    const failed = error as AllProvidersFailedError;
    expect(failed.routing.attempts.map(({ provider, kind }) => `${provider} ${kind}`)).toEqual([
      'groq quota',
      'openai quota',
      'anthropic quota',
    ]);
    const { inspect } = await import('node:util');
    for (const shown of [
      String(failed),
      failed.stack ?? '',
      JSON.stringify(failed),
      inspect(failed, { depth: 10, showHidden: true }),
    ]) {
      expect(shown).not.toContain('canary-7f3a');
      expect(shown).not.toContain('sk-test');
    }
  });
});

describe('switchProvider', () => {
  it('puts a provider first until it is taken back', async () => {
    await using pool = await startPool();
    pool.ai.switchProvider('anthropic', { reason: 'cheaper tonight', by: 'ops' });
    const switched = await pool.ai.generateResponse(QUESTION);
    expect(switched.provider).toBe('anthropic');
    expect(switched.routing.reason).toBe('switched to by an operator');
    pool.ai.switchProvider(null, { reason: 'done', by: 'ops' });
    expect((await pool.ai.generateResponse(QUESTION)).provider).toBe('groq');
  });

  it('still fails over to the others', async () => {
    await using pool = await startPool();
    pool.ai.switchProvider('anthropic', { reason: 'test', by: 'ops' });
    pool.simulator.fail('anthropic', { kind: 'overloaded' });
    expect((await pool.ai.generateResponse(QUESTION)).provider).toBe('groq');
  });

  it('names the known providers and the nearest one when it does not know the name', async () => {
    await using pool = await startPool();
    expect(() => pool.ai.switchProvider('antropic', { reason: 'test', by: 'ops' })).toThrow(
      /did you mean "anthropic"\? Known: groq, openai, anthropic/,
    );
  });
});

describe('wishes of the caller', () => {
  it('are followed in their order, with the others behind them', async () => {
    await using pool = await startPool();
    pool.simulator.fail('anthropic', { kind: 'status', status: 500 });
    const response = await pool.ai.generateResponse({
      ...QUESTION,
      modelPreferences: ['anthropic', 'openai'],
    });
    expect(response.routing.attempts.map(({ provider }) => provider)).toEqual(['anthropic', 'openai']);
  });

  it('without fallback ask one candidate only', async () => {
    await using pool = await startPool({ chat: { attempts: 1 } });
    pool.simulator.fail('groq', { kind: 'status', status: 500 });
    await expect(pool.ai.generateResponse({ ...QUESTION, fallbackEnabled: false })).rejects.toMatchObject({
      code: 'AI_ALL_PROVIDERS_FAILED',
    });
    expect(pool.hits()).toEqual({ groq: 1, openai: 0, anthropic: 0 });
  });

  it('limit the tokens of the answer', async () => {
    await using pool = await startPool();
    const response = await pool.ai.generateResponse({ ...QUESTION, maxTokens: 3 });
    expect(response.finishReason).toBe('length');
    expect(response.usage.outputTokens).toBe(3);
    // 8 tokens in at 0.15 dollars a million and 3 out at 0.6 (or 0.75): 3 micro-dollars and a fraction, rounded.
    expect(response.cost).toBe(3);
  });
});
