import { createServer } from 'node:http';
import { once } from 'node:events';
import { inspect } from 'node:util';
import { AiProviderModule, AiProviderService, AllProvidersFailedError } from '@hydrogenai/ai-provider';
import { startSimulator } from '@hydrogenai/ai-provider/testing';
import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { describe, expect, it, vi } from 'vitest';
import { CANDIDATES, startPool, type Pool } from './support/pool.js';

const QUESTION = { prompt: 'What is the capital of France?' };
const GROQ_ONLY = { use: CANDIDATES.slice(0, 1) };
const KEYS = ['gsk_CANARY-one', 'gsk_CANARY-two', 'gsk_CANARY-three', 'gsk_CANARY-four', 'gsk_CANARY-five'];

/** Inference requests by key, most used first. */
function uses({ simulator }: Pool): readonly number[] {
  const tags = simulator.journal.filter(({ inference }) => inference).map(({ keyTag }) => keyTag);
  return [...Map.groupBy(tags, (tag) => tag).values()].map(({ length }) => length).toSorted((a, b) => b - a);
}

describe('several keys of one provider', () => {
  it('share the load, and their provider is called by its one name', async () => {
    await using pool = await startPool({ groqKeys: KEYS.slice(0, 3), chat: GROQ_ONLY });
    const responses = await Promise.all(
      Array.from({ length: 150 }, () => pool.ai.generateResponse(QUESTION)),
    );
    expect(uses(pool)).toHaveLength(3);
    // 50 each on average; 20 or fewer would be 5 standard deviations away.
    for (const times of uses(pool)) expect(times).toBeGreaterThan(20);
    expect(new Set(responses.map(({ routing }) => routing.chosen))).toEqual(new Set(CANDIDATES.slice(0, 1)));
    expect(pool.ai.listModels()).toEqual([{ name: 'chat', candidates: CANDIDATES.slice(0, 1) }]);
    const [groq] = pool.ai.getProviderStats();
    expect(groq?.models.map(({ attempts }) => attempts)).toEqual([150]);
    expect(groq?.lanes).toHaveLength(3);
  });

  it('of which one answers: dead ones are passed at once, use up no attempt, and are not asked again', async () => {
    await using pool = await startPool({
      groqKeys: KEYS,
      simulator: { apiKeys: { groq: KEYS.slice(4) } },
      chat: { ...GROQ_ONLY, attempts: 1 },
    });
    for (let time = 0; time < 30; time++) {
      const { routing, provider } = await pool.ai.generateResponse(QUESTION);
      expect(provider).toBe('groq');
      for (const attempt of routing.attempts.slice(0, -1)) expect(attempt.kind).toBe('auth');
    }
    expect(uses(pool).slice(1)).toEqual([1, 1, 1, 1].slice(0, uses(pool).length - 1));
    const lanes = pool.ai.getProviderStats()[0]?.lanes ?? [];
    const cooling = lanes.filter(({ state }) => state.state === 'cooling');
    expect(cooling.length).toBe(uses(pool).length - 1);
    expect(pool.ai.getProviderStats()[0]?.state).toBe('ready');
    expect(pool.ai.getProviderStats()[0]?.models[0]?.coolingMs).toBe(0);
  });

  it.each(['quota', 'rateLimit'] as const)(
    'goes to the next key at once after %s, without a wait',
    async (kind) => {
      await using pool = await startPool({ groqKeys: KEYS.slice(0, 3), chat: GROQ_ONLY });
      await pool.ai.generateResponse(QUESTION);
      pool.simulator.fail('groq', kind === 'quota' ? { kind } : { kind, retryAfter: '120' }, { times: 2 });
      const { routing } = await pool.ai.generateResponse(QUESTION);
      expect(routing.attempts.map(({ provider, outcome }) => `${provider} ${outcome}`)).toEqual([
        'groq failed',
        'groq failed',
        'groq answered',
      ]);
      const failed = new Set(pool.simulator.journal.slice(1, 3).map(({ keyTag }) => keyTag));
      expect(failed.size).toBe(2);
      for (let time = 0; time < 5; time++) await pool.ai.generateResponse(QUESTION);
      for (const { keyTag } of pool.simulator.journal.slice(4)) expect(failed).not.toContain(keyTag);
    },
  );

  it('does not ask a broken server again with another key while others are free', async () => {
    await using pool = await startPool({ groqKeys: KEYS });
    pool.simulator.fail('groq', { kind: 'status', status: 500 }, { times: 'always' });
    const { provider } = await pool.ai.generateResponse(QUESTION);
    expect(provider).toBe('openai');
    expect(pool.hits()).toEqual({ groq: 1, openai: 1, anthropic: 0 });
  });

  it('have one turn together: none takes time from the other candidates', async () => {
    await using pool = await startPool({ groqKeys: KEYS, chat: { deadlineMs: 3_000 } });
    await pool.ai.generateResponse(QUESTION);
    pool.simulator.fail('groq', { kind: 'hang' });
    const { routing } = await pool.ai.generateResponse(QUESTION);
    expect(routing.attempts[0]).toMatchObject({ provider: 'groq', kind: 'timeout' });
    // A third of the deadline; with a turn for each key it would be a seventh.
    expect(routing.attempts[0]?.ms).toBeGreaterThan(900);
  });

  it('are not tried one by one with a request that is too long for their model', async () => {
    await using pool = await startPool({ groqKeys: KEYS, chat: GROQ_ONLY });
    pool.simulator.fail('groq', { kind: 'contextLength' }, { times: 'always' });
    await expect(pool.ai.generateResponse(QUESTION)).rejects.toMatchObject({ kind: 'context_length' });
    expect(pool.hits().groq).toBe(1);
  });

  it('ends with the trail, and no part of a key, when all of them are dead', async () => {
    await using pool = await startPool({
      groqKeys: KEYS,
      simulator: { apiKeys: { groq: ['another'] } },
      chat: GROQ_ONLY,
    });
    const error: unknown = await pool.ai.generateResponse(QUESTION).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AllProvidersFailedError);
    expect(pool.hits().groq).toBe(5);
    const everything = inspect([error, JSON.stringify(error), pool.ai.getProviderStats()], { depth: 20 });
    expect(everything).not.toContain('CANARY');
  });
});

describe('a check of the keys', () => {
  it('says of each whether its provider knows it', async () => {
    await using pool = await startPool({
      groqKeys: KEYS.slice(0, 2),
      simulator: { apiKeys: { groq: KEYS.slice(1, 2), openai: ['sk-test'] } },
    });
    pool.simulator.fail('anthropic', { kind: 'quota' }, { path: '/models' });
    expect(await pool.ai.verifyKeys()).toEqual([
      { provider: 'groq', account: 'groq#1', state: 'refused', kind: 'auth' },
      { provider: 'groq', account: 'groq#2', state: 'valid' },
      { provider: 'openai', account: 'openai', state: 'valid' },
      { provider: 'anthropic', account: 'anthropic', state: 'no_credit', kind: 'quota' },
    ]);
    expect(pool.simulator.hits()).toBe(0);
    const paths = pool.simulator.journal.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(paths)).toEqual(
      new Set(['GET /groq/openai/v1/models', 'GET /openai/v1/models', 'GET /anthropic/v1/models']),
    );
  });

  it('knows nothing of a provider that hangs, fails or redirects, and takes no key elsewhere', async () => {
    const stolen: (string | undefined)[] = [];
    const thief = createServer((request, response) => {
      stolen.push(request.headers['x-api-key']?.toString());
      response.end('{}');
    });
    thief.listen(0, '127.0.0.1');
    await once(thief, 'listening');
    const address = thief.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    await using pool = await startPool();
    pool.simulator.fail('groq', { kind: 'hang' }, { path: '/models' });
    pool.simulator.fail('openai', { kind: 'reset' }, { path: '/models' });
    pool.simulator.fail(
      'anthropic',
      { kind: 'redirect', to: `http://127.0.0.1:${port}/` },
      { path: '/models' },
    );
    const checks = await pool.ai.verifyKeys({ deadlineMs: 300 });
    expect(checks.map(({ state, kind }) => `${state} ${kind}`)).toEqual([
      'unknown timeout',
      'unknown network',
      'unknown server',
    ]);
    expect(stolen).toEqual([]);
    thief.close();
  });
});

describe('a key that looks like another provider’s', () => {
  it('is used all the same, and the log names its field once and no part of it', async () => {
    await using simulator = await startSimulator();
    const lines: unknown[] = [];
    const warn = vi.spyOn(Logger.prototype, 'warn').mockImplementation((line: unknown) => lines.push(line));
    try {
      const app = await NestFactory.createApplicationContext(
        AiProviderModule.forRoot({
          providers: {
            groq: { apiKey: ['gsk_CANARY', 'sk-ant-api03-CANARY'], baseUrl: simulator.urls.groq },
            openai: { apiKey: 'sk-CANARY', baseUrl: simulator.urls.openai },
          },
        }),
        { logger: false },
      );
      expect((await app.get(AiProviderService).generateResponse(QUESTION)).provider).toBe('groq');
      await app.close();
    } finally {
      warn.mockRestore();
    }
    expect(lines).toEqual(['providers.groq.apiKey[1] looks like a key of Anthropic.']);
  });
});
