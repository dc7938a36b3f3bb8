import { aiSwitch, UnknownNameError } from '@hydrogenai/ai-provider';
import { InvalidOptionError } from '@hydrogenai/common';
import { collectFacts } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import { CANDIDATES, startPool } from './support/pool.js';

const QUESTION = { prompt: 'What is the capital of France?' };
const OPERATOR = { reason: 'maintenance', by: 'ops' };

describe('a provider whose every attempt hangs', () => {
  it('costs its share of time only until its breaker opens, and is found again when it is back', async () => {
    await using pool = await startPool({
      chat: { attemptMs: 600, firstTokenMs: 600 },
      breaker: { failuresInARow: 2, openMs: '1s' },
    });
    await pool.ai.generateResponse(QUESTION);
    pool.simulator.fail('groq', { kind: 'hang' }, { times: 'always' });
    for (let time = 0; time < 10; time++) {
      expect((await pool.ai.generateResponse(QUESTION)).provider).toBe('openai');
      if (pool.ai.getProviderStats()[0]?.state === 'open') break;
    }
    expect(pool.hits().groq).toBe(3);
    const { routing } = await pool.ai.generateResponse(QUESTION);
    expect(routing.attempts).toHaveLength(1);
    expect(routing.reason).toBe('groq left alone after an earlier failure');
    expect(pool.ai.getProviderStats()[0]).toMatchObject({
      state: 'open',
      lanes: [{ lane: CANDIDATES[0], state: { state: 'open', why: 'timeout' } }],
    });
    pool.simulator.recover('groq');
    const answered = async (): Promise<string> => (await pool.ai.generateResponse(QUESTION)).provider;
    await expect.poll(answered, { timeout: 10_000 }).toBe('groq');
    expect(pool.ai.getProviderStats()[0]?.state).toBe('ready');
  });

  it('is probed by a stream, which frees it with its first content', async () => {
    await using pool = await startPool({ breaker: { failuresInARow: 1, openMs: 1 } });
    pool.simulator.fail('groq', { kind: 'status', status: 500 });
    await pool.ai.generateResponse(QUESTION);
    await expect.poll(() => pool.ai.getProviderStats()[0]?.state).toBe('half_open');
    for await (const event of pool.ai.streamResponse(QUESTION)) {
      if (event.type !== 'text') continue;
      expect(pool.ai.getProviderStats()[0]?.state).toBe('ready');
      break;
    }
    expect(pool.hits().groq).toBe(2);
  });
});

describe('a drain', () => {
  it('takes a provider out of all routes until it is resumed; what is under way finishes', async () => {
    await using pool = await startPool();
    using facts = collectFacts(aiSwitch);
    pool.simulator.fail('groq', { kind: 'delay', ms: 300 });
    const running = pool.ai.generateResponse(QUESTION);
    await expect.poll(() => pool.hits().groq).toBe(1);
    const [drain] = pool.ai.drain('groq', OPERATOR);
    expect(drain).toMatchObject({ target: 'groq', ...OPERATOR });
    const next = await pool.ai.generateResponse({ ...QUESTION, modelPreferences: ['groq'] });
    expect([next.provider, next.routing.reason]).toEqual(['openai', 'groq drained by an operator']);
    expect((await running).provider).toBe('groq');
    expect(pool.ai.getProviderStats()[0]).toMatchObject({
      state: 'drained',
      lanes: [{ state: { state: 'drained', forMs: null, why: 'maintenance' } }],
    });
    expect(pool.ai.resume('groq', OPERATOR)).toEqual([]);
    expect((await pool.ai.generateResponse(QUESTION)).provider).toBe('groq');
    expect(facts.facts).toEqual([{ drained: drain }, { resumed: 'groq', ...OPERATOR }]);
  });

  it('of a key leaves the other keys, of a model the other models, and ends by itself where it has an end', async () => {
    await using pool = await startPool({
      groqKeys: ['gsk_1', 'gsk_2'],
      chat: { use: CANDIDATES.slice(0, 1) },
    });
    pool.ai.drain('groq#1', OPERATOR);
    for (let time = 0; time < 6; time++) await pool.ai.generateResponse(QUESTION);
    expect(new Set(pool.simulator.journal.map(({ keyTag }) => keyTag)).size).toBe(1);
    pool.ai.drain('groq/openai/gpt-oss-120b', { ...OPERATOR, forMs: 300 });
    expect(pool.ai.activeDrains()).toHaveLength(2);
    const began = performance.now();
    // It is waited for, since that fits into the deadline.
    expect((await pool.ai.generateResponse(QUESTION)).provider).toBe('groq');
    expect(performance.now() - began).toBeGreaterThanOrEqual(250);
    expect(pool.ai.activeDrains().map(({ target }) => target)).toEqual(['groq#1']);
  });

  it('of everything ends requests at once, without a time to come back', async () => {
    await using pool = await startPool();
    for (const name of ['groq', 'openai', 'anthropic']) pool.ai.drain(name, OPERATOR);
    const error: unknown = await pool.ai.generateResponse(QUESTION).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'AI_ALL_PROVIDERS_FAILED', reason: 'none_ready_in_time' });
    expect(error).toHaveProperty('retryAfterMs', undefined);
    expect(pool.hits()).toEqual({ groq: 0, openai: 0, anthropic: 0 });
  });

  it('refuses names that it does not know, and orders without a reason', async () => {
    await using pool = await startPool();
    expect(() => pool.ai.drain('grok', OPERATOR)).toThrow(UnknownNameError);
    expect(() => pool.ai.drain('grok', OPERATOR)).toThrow('did you mean "groq"?');
    expect(() => pool.ai.resume('groq#9', OPERATOR)).toThrow(UnknownNameError);
    expect(() => pool.ai.drain('groq', { ...OPERATOR, reason: ' ' })).toThrow(InvalidOptionError);
    expect(() => pool.ai.drain('groq', { ...OPERATOR, forMs: 0 })).toThrow(InvalidOptionError);
    expect(pool.ai.activeDrains()).toEqual([]);
  });
});
