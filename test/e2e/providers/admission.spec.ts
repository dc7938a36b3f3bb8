import {
  AiProviderModule,
  AiProviderService,
  aiAdmission,
  AllProvidersFailedError,
  type AiProviderOptions,
} from '@hydrogenai/ai-provider';
import { startSimulator, type Simulator, type SimulatorOptions } from '@hydrogenai/ai-provider/testing';
import { collectFacts } from '@hydrogenai/common/testing';
import { rateLimitStore } from '@hydrogenai/rate-limit';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { startRedis } from '../../support/redis-server.js';

const QUESTION = { prompt: 'What is the capital of France?', maxTokens: 40 };
const MODEL = 'openai/gpt-oss-120b';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean();
});

async function simulatorWith(options: SimulatorOptions): Promise<Simulator> {
  const simulator = await startSimulator(options);
  cleanups.push(() => simulator.close());
  return simulator;
}

type Wishes = Pick<AiProviderOptions, 'admission'> & {
  readonly limits?: NonNullable<AiProviderOptions['providers']['groq']>['limits'];
  readonly attempts?: number;
};

/** One instance of a service whose only provider is groq. */
async function instance(simulator: Simulator, { limits, admission, attempts = 3 }: Wishes) {
  const app: INestApplicationContext = await NestFactory.createApplicationContext(
    AiProviderModule.forRoot({
      providers: {
        groq: { apiKey: 'gsk_test', baseUrl: simulator.urls.groq, ...(limits ? { limits } : {}) },
      },
      models: { chat: { use: [`groq/${MODEL}`], deadlineMs: '20s', attempts } },
      ...(admission ? { admission } : {}),
    }),
    { logger: false, abortOnError: false },
  );
  cleanups.push(() => app.close());
  return app.get(AiProviderService);
}

const refusals = ({ journal }: Simulator): number => journal.filter(({ status }) => status === 429).length;

async function outcomes(calls: readonly Promise<unknown>[]): Promise<{ answered: number; refused: number }> {
  const settled = await Promise.allSettled(calls);
  for (const one of settled) {
    if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(AllProvidersFailedError);
  }
  const answered = settled.filter(({ status }) => status === 'fulfilled').length;
  return { answered, refused: settled.length - answered };
}

describe('a configured limit', () => {
  it('is shared through Redis by two instances, and the provider never has to refuse', async () => {
    await using redis = await startRedis();
    const simulator = await simulatorWith({ limits: { groq: { requests: { capacity: 40 } } } });
    const options: Wishes = {
      limits: { requestsPerDay: 40 },
      admission: {
        mode: 'reject',
        redis: { url: redis.url },
        prefix: `t:${randomUUID()}`,
        storeDeadlineMs: 1_000,
      },
    };
    const instances = [await instance(simulator, options), await instance(simulator, options)];
    const calls = Array.from({ length: 60 }, (_, n) => instances[n % 2]?.generateResponse(QUESTION));
    // 40 a day without the headroom of 5 %.
    expect(await outcomes(calls.map((call) => Promise.resolve(call)))).toEqual({ answered: 38, refused: 22 });
    expect(simulator.hits('groq')).toBe(38);
    expect(refusals(simulator)).toBe(0);
  });

  it('lets everybody wait for a turn where there is one in time', async () => {
    const simulator = await simulatorWith({ latencyMs: 50 });
    // Room for two at a time, and most of what they hold is given back.
    const ai = await instance(simulator, {
      limits: { tokensPerDay: 100_000, requestsPerDay: 1_000 },
      admission: { maxWaitMs: '5s', headroom: 0 },
    });
    using facts = collectFacts(aiAdmission);
    const large = { ...QUESTION, maxTokens: 45_000 };
    const calls = Array.from({ length: 5 }, () => ai.generateResponse(large));
    expect(await outcomes(calls)).toEqual({ answered: 5, refused: 0 });
    expect(facts.facts.filter(({ event }) => event === 'waited').length).toBeGreaterThanOrEqual(3);
    expect(ai.checkRateLimits()).toMatchObject([
      {
        lane: `groq/${MODEL}`,
        waiting: 0,
        limits: [
          { name: 'requestsPerDay', limit: 1_000, remaining: 995, source: 'configured' },
          { name: 'tokensPerDay', limit: 100_000, source: 'configured' },
        ],
      },
    ]);
  });

  it('frees the place of a request that is aborted while it waits, and asks nobody for it', async () => {
    const simulator = await simulatorWith({ latencyMs: 100 });
    const ai = await instance(simulator, {
      limits: { tokensPerDay: 50_000 },
      admission: { maxWaitMs: '10s', headroom: 0 },
    });
    const large = { ...QUESTION, maxTokens: 45_000 };
    const first = ai.generateResponse(large);
    const controller = new AbortController();
    const aborted = ai.generateResponse({ ...large, signal: controller.signal });
    await expect.poll(() => ai.checkRateLimits()[0]?.waiting).toBe(1);
    controller.abort(new Error('the user left'));
    await expect(aborted).rejects.toThrow('the user left');
    expect(ai.checkRateLimits()[0]?.waiting).toBe(0);
    const next = ai.generateResponse(large);
    await Promise.all([first, next]);
    expect(simulator.hits('groq')).toBe(2);
  });

  it('refuses a request that can never fit, without asking the provider', async () => {
    const simulator = await simulatorWith({});
    const ai = await instance(simulator, { limits: { tokensPerMinute: 1_000 } });
    await expect(ai.generateResponse({ ...QUESTION, maxTokens: 2_000 })).rejects.toBeInstanceOf(
      AllProvidersFailedError,
    );
    expect(simulator.hits('groq')).toBe(0);
  });
});

describe('limits that are not configured', () => {
  it('are learned from the headers of the first answer, and kept from then on', async () => {
    const simulator = await simulatorWith({ limits: { groq: { requests: { capacity: 20 } } } });
    const ai = await instance(simulator, { admission: { mode: 'reject' } });
    await ai.generateResponse(QUESTION);
    expect(ai.checkRateLimits()[0]?.limits).toMatchObject([
      { name: 'requestsPerDay', limit: 20, remaining: 18, source: 'learned' },
    ]);
    expect(await outcomes(Array.from({ length: 30 }, () => ai.generateResponse(QUESTION)))).toEqual({
      answered: 18,
      refused: 12,
    });
    expect(refusals(simulator)).toBe(0);
  });

  it('include what others have used of the same account', async () => {
    const simulator = await simulatorWith({ limits: { groq: { requests: { capacity: 20 } } } });
    const [ours, others] = [
      await instance(simulator, { admission: { mode: 'reject', headroom: 0 } }),
      await instance(simulator, { admission: { mode: 'off' } }),
    ];
    await ours.generateResponse(QUESTION);
    for (let call = 0; call < 14; call++) await others.generateResponse(QUESTION);
    await ours.generateResponse(QUESTION);
    expect(await outcomes(Array.from({ length: 10 }, () => ours.generateResponse(QUESTION)))).toEqual({
      answered: 4,
      refused: 6,
    });
    expect(refusals(simulator)).toBe(0);
  });
});

describe('a Retry-After', () => {
  it('is honoured by all who would come next, whatever else there is room for', async () => {
    const simulator = await simulatorWith({});
    const ai = await instance(simulator, { admission: { maxWaitMs: '5s' }, attempts: 2 });
    simulator.fail('groq', { kind: 'rateLimit', retryAfter: '1' });
    const startedMs = performance.now();
    const first = ai.generateResponse(QUESTION);
    await expect.poll(() => ai.checkRateLimits()[0]?.closedForMs).toBeGreaterThan(0);
    await Promise.all([first, ai.generateResponse(QUESTION), ai.generateResponse(QUESTION)]);
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(1_000);
    const [refused, ...answered] = simulator.journal;
    for (const entry of answered) expect(entry.at - (refused?.at ?? 0)).toBeGreaterThanOrEqual(990);
    expect(simulator.journal.map(({ status }) => status)).toEqual([429, 200, 200, 200]);
  });
});

describe('without its Redis', () => {
  it('each instance grants its share by itself, and the outage is told once', async () => {
    const redis = await startRedis();
    cleanups.push(async () => redis[Symbol.asyncDispose]());
    const simulator = await simulatorWith({});
    const options: Wishes = {
      limits: { requestsPerDay: 20 },
      admission: {
        mode: 'reject',
        headroom: 0,
        redis: { url: redis.url },
        prefix: `t:${randomUUID()}`,
        instances: 2,
      },
    };
    const instances = [await instance(simulator, options), await instance(simulator, options)];
    using facts = collectFacts(rateLimitStore);
    await redis.stop();
    for (const ai of instances) {
      const calls = Array.from({ length: 15 }, () => ai.generateResponse(QUESTION));
      expect(await outcomes(calls)).toEqual({ answered: 10, refused: 5 });
    }
    // One for each of the two limiters.
    expect(facts.facts.map(({ event }) => event)).toEqual(['degraded', 'degraded']);
  });
});
