import { AiCacheModule } from '@hydrogenai/ai-cache';
import { AiProviderModule, AiProviderService, AllProvidersFailedError } from '@hydrogenai/ai-provider';
import { startSimulator, WIRES, type Fault, type Simulator } from '@hydrogenai/ai-provider/testing';
import { ConfigSchema, ConfigValidatorModule, Env } from '@hydrogenai/config-validator';
import {
  AiProviderIndicator,
  CacheIndicator,
  ConfigIndicator,
  HealthModule,
  SharedServiceHealth,
} from '@hydrogenai/health';
import { Controller, Get, Inject, Param, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  HealthCheckService,
  TerminusModule,
  type HealthCheckResult,
  type HealthIndicatorFunction,
} from '@nestjs/terminus';
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

describe('providers that all fail', () => {
  it.each([
    ['with 500', { kind: 'status', status: 500 }, 'down'],
    ['out of credit', { kind: 'quota' }, 'down'],
    ['limited', { kind: 'rateLimit', retryAfter: '120' }, 'degraded'],
  ] satisfies [string, Fault, string][])('%s', async (_how, fault, state) => {
    await using simulator = await startSimulator();
    await using app = await startApp({ periodMs: '1h' }, providers(simulator));
    for (const wire of WIRES) simulator.fail(wire, fault, { times: 'always' });
    await expect(app.app.get(AiProviderService).generateResponse({ prompt: 'ping' })).rejects.toThrow(
      AllProvidersFailedError,
    );
    expect(await app.app.get(SharedServiceHealth).checkAiProviders()).toMatchObject({
      status: state,
      parts: { groq: state, openai: state, anthropic: state },
    });
  });
});

describe('an application with terminus checks of its own', () => {
  it('can ask our indicators there, where what they cannot know is down', async () => {
    @Controller()
    class OwnHealthController {
      constructor(
        @Inject(HealthCheckService) private readonly terminus: HealthCheckService,
        @Inject(AiProviderIndicator) private readonly providers: AiProviderIndicator,
        @Inject(CacheIndicator) private readonly cache: CacheIndicator,
        @Inject(ConfigIndicator) private readonly config: ConfigIndicator,
      ) {}

      @Get('own/:what')
      check(@Param('what') what: string): Promise<HealthCheckResult> {
        const checks: Readonly<Record<string, HealthIndicatorFunction>> = {
          providers: () => this.providers.isHealthy('llm'),
          cache: () => this.cache.isHealthy('answers', 200),
          config: () => this.config.isHealthy('settings'),
        };
        return this.terminus.check([checks[what] ?? ((): never => raise(what))]);
      }
    }
    await using simulator = await startSimulator();
    const health = HealthModule.forRoot({ periodMs: '1h' });
    const app = await NestFactory.create(
      {
        module: class RootModule {},
        imports: [TerminusModule, providers(simulator), AiCacheModule.forRoot({}), health],
        controllers: [OwnHealthController],
      },
      { logger: false, abortOnError: false },
    );
    await app.listen(0, '127.0.0.1');
    try {
      const ask = async (what: string): Promise<unknown> =>
        (await fetch(`${await app.getUrl()}/own/${what}`)).json();
      const unasked = { groq: 'unknown', openai: 'unknown', anthropic: 'unknown' };
      expect(await ask('providers')).toMatchObject({
        status: 'ok',
        details: { llm: { status: 'up', parts: unasked } },
      });
      expect(await ask('cache')).toMatchObject({
        status: 'ok',
        details: { answers: { status: 'up', parts: { l1: 'up' } } },
      });
      expect(await ask('config')).toMatchObject({
        status: 'error',
        details: { settings: { status: 'down' } },
      });
    } finally {
      await app.close();
    }
  });
});

function raise(what: string): never {
  throw new Error(`no check ${what}`);
}

describe('an application without shared services', () => {
  it('has no checks of theirs, is ready, and calls them unknown when asked', async () => {
    await using app = await startApp({ periodMs: PERIOD_MS });
    expect(await app.get('/readyz')).toMatchObject({ code: 200, body: { status: 'ok', details: {} } });
    const health = app.app.get(SharedServiceHealth);
    for (const check of ['checkAiProviders', 'checkCacheHealth', 'checkConfiguration'] as const)
      expect((await health[check]()).status).toBe('unknown');
  });
});
