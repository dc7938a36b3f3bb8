import { AiCacheModule } from '@hydrogenai/ai-cache';
import { AiProviderModule, AiProviderService, AllProvidersFailedError } from '@hydrogenai/ai-provider';
import { startSimulator, WIRES, type Simulator } from '@hydrogenai/ai-provider/testing';
import { ConfigSchema, ConfigValidatorModule, Env } from '@hydrogenai/config-validator';
import { SharedServiceHealth } from '@hydrogenai/health';
import type { DynamicModule } from '@nestjs/common';
import { IsInt } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { startRedis } from '../../support/redis-server.js';
import { startApp } from './support/app.js';
import { eventually } from './support/eventually.js';

const PERIOD_MS = 200;

@ConfigSchema({ title: 'Service' })
class ServiceEnvironment {
  @Env('E2E_WORKERS') @IsInt() readonly workers: number = 4;
}

function providers(simulator: Simulator): DynamicModule {
  return AiProviderModule.forRoot({
    providers: {
      groq: { apiKey: 'gsk_test', baseUrl: simulator.urls.groq },
      openai: { apiKey: 'sk-test', baseUrl: simulator.urls.openai },
      anthropic: { apiKey: 'sk-ant-test', baseUrl: simulator.urls.anthropic },
    },
    models: {
      chat: { use: ['groq/openai/gpt-oss-120b', 'openai/gpt-5.4-mini', 'anthropic/claude-haiku-5-5'] },
    },
  });
}

const config = (env: Readonly<Record<string, string>>): DynamicModule =>
  ConfigValidatorModule.forRoot({ schemas: [ServiceEnvironment], env, boot: { failOn: 'never' } });

describe('an application with all shared services', () => {
  it('keeps its instances when Redis and all providers are gone, and says what is wrong', async () => {
    await using redis = await startRedis();
    await using simulator = await startSimulator();
    await using app = await startApp(
      { periodMs: PERIOD_MS },
      providers(simulator),
      AiCacheModule.forRoot({ l2: { url: redis.url } }),
      config({ E2E_WORKERS: '2' }),
    );
    const ai = app.app.get(AiProviderService);
    await eventually(
      () => app.get('/startupz'),
      ({ code }) => code === 200,
    );

    // Nobody has asked yet: nothing is known against the providers, and it shows that nothing is known.
    const fresh = await eventually(
      () => app.get('/health'),
      ({ body }) => body.status === 'ok',
    );
    expect(fresh.code).toBe(200);
    expect(fresh.body.details['ai-providers']).toMatchObject({
      status: 'up',
      parts: { groq: 'unknown', openai: 'unknown', anthropic: 'unknown' },
    });
    expect(await app.get('/readyz')).toEqual({
      code: 200,
      cacheControl: 'no-store',
      body: {
        status: 'ok',
        details: { 'ai-providers': { status: 'up' }, cache: { status: 'up' }, config: { status: 'up' } },
      },
    });
    await ai.generateResponse({ prompt: 'ping' });
    await eventually(
      () => app.get('/health'),
      ({ body }) => body.details['ai-providers']?.parts?.['groq'] === 'up',
    );

    const hitsBefore = simulator.hits();
    for (const wire of WIRES) simulator.fail(wire, { kind: 'quota' }, { times: 'always' });
    await expect(ai.generateResponse({ prompt: 'ping' })).rejects.toThrow(AllProvidersFailedError);
    const hitsOfTheQuestion = simulator.hits() - hitsBefore;
    redis.freeze();

    const { body } = await eventually(
      () => app.get('/health'),
      ({ body: { details } }) =>
        details['cache']?.parts?.['l2'] === 'down' && details['ai-providers']?.status === 'down',
    );
    expect(body).toEqual({
      status: 'degraded',
      details: {
        'ai-providers': {
          status: 'down',
          criticality: 'degradable',
          ageMs: expect.any(Number),
          parts: { groq: 'down', openai: 'down', anthropic: 'down' },
        },
        cache: {
          status: 'degraded',
          criticality: 'degradable',
          ageMs: expect.any(Number),
          parts: { l1: 'up', l2: 'down' },
        },
        config: { status: 'up', criticality: 'required', ageMs: expect.any(Number) },
      },
    });
    const startedAt = performance.now();
    expect(await app.get('/livez')).toMatchObject({ code: 200, body: { status: 'ok' } });
    const ready = await app.get('/readyz');
    expect(ready.code).toBe(200);
    expect(ready.body.status).toBe('degraded');
    // Far below every deadline of a check: nothing was waited for. Measured here: below 5 ms each.
    expect(performance.now() - startedAt).toBeLessThan(1_000);

    await redis.stop();
    expect((await app.get('/livez')).code).toBe(200);
    expect((await app.get('/readyz')).code).toBe(200);
    // The checks asked no provider anything.
    expect(simulator.hits() - hitsBefore).toBe(hitsOfTheQuestion);

    await redis.restart();
    await eventually(
      () => app.get('/health'),
      ({ body: { details } }) => details['cache']?.status === 'up',
    );
  }, 60_000);

  it('answers a fresh look through SharedServiceHealth, within the deadline', async () => {
    await using redis = await startRedis();
    await using simulator = await startSimulator();
    await using app = await startApp(
      // The background does not look again during the test.
      { periodMs: '1h', timeoutMs: 300 },
      providers(simulator),
      AiCacheModule.forRoot({ l2: { url: redis.url } }),
      config({ E2E_WORKERS: 'four' }),
    );
    const health = app.app.get(SharedServiceHealth);
    expect(await health.checkCacheHealth()).toEqual({
      status: 'up',
      parts: { l1: 'up', l2: 'up' },
      ms: expect.any(Number),
    });
    redis.freeze();
    const frozen = await health.checkCacheHealth();
    expect(frozen).toMatchObject({ status: 'degraded', parts: { l1: 'up', l2: 'down' } });
    redis.thaw();
    expect(await health.checkAiProviders()).toMatchObject({ status: 'up', parts: { groq: 'unknown' } });
    // Refused, were it not for `failOn: 'never'`.
    expect(await health.checkConfiguration()).toMatchObject({ status: 'down', parts: {} });
    const ready = await app.get('/readyz');
    expect(ready.code).toBe(503);
    // What is set, and even its name, stays inside.
    expect(JSON.stringify((await app.get('/health')).body)).not.toMatch(/E2E_WORKERS|four/);
  });
});

describe('an application without shared services', () => {
  it('has no checks of theirs, is ready, and calls them unknown when asked', async () => {
    await using app = await startApp({ periodMs: PERIOD_MS });
    expect(await app.get('/readyz')).toMatchObject({ code: 200, body: { status: 'ok', details: {} } });
    const health = app.app.get(SharedServiceHealth);
    for (const check of ['checkAiProviders', 'checkCacheHealth', 'checkConfiguration'] as const)
      expect((await health[check]()).status).toBe('unknown');
  });
});
