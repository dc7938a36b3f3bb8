import { randomBytes } from 'node:crypto';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Secret } from '@hydrogenai/security';
import { IsInt, IsOptional } from 'class-validator';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../test/support/free-port.js';
import { always, serve, type TestHttpServer } from '../../../test/support/http-server.js';
import { startRedis, type RedisServer } from '../../../test/support/redis-server.js';
import { ConfigurationError } from './boot/configuration.error.js';
import { ConfigValidatorModule } from './config-validator.module.js';
import { ConfigValidatorService } from './config-validator.service.js';
import type { ValidationResult } from './findings/validation-result.js';
import { ApiKey } from './keys/api-key.decorator.js';
import { Setting } from './performance/setting.decorator.js';
import { customProbe } from './probes/custom.probe.js';
import { httpReachable } from './probes/http/http-reachable.probe.js';
import { Probe } from './probes/probe.decorator.js';
import { redisPing } from './probes/redis/redis-ping.probe.js';
import { ConfigSchema } from './schema/config-schema.decorator.js';
import { Env } from './schema/env.decorator.js';

@ConfigSchema({ title: 'Everything' })
class Everything {
  @Env('OPENAI_API_KEY') @ApiKey('openai') @IsOptional() openai?: Secret;
  @Env('OPENAI_BASE_URL') @IsOptional() base?: string;
  @Env('REDIS_URL') @Probe(redisPing()) @IsOptional() redis?: Secret;
  @Env('CALLBACKS') @Probe(httpReachable()) @IsOptional() callback?: string;
  @Env('CACHE_TTL_MS') @IsInt() @Setting('cache.ttlMs') ttl = 1_000;
  @Env('CACHE_MAX_TTL_MS') @IsInt() @Setting('cache.maxTtlMs') maxTtl = 2_000;
}

const key = `sk-proj-${randomBytes(24).toString('hex')}`;
type Options = Parameters<typeof ConfigValidatorModule.forRoot>[0];

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const app of open.splice(0)) await app.close();
});

async function start(options: Options): Promise<ConfigValidatorService> {
  @Module({ imports: [ConfigValidatorModule.forRoot({ schemas: [Everything], ...options })] })
  class App {}
  const app = await NestFactory.createApplicationContext(App, { abortOnError: false, logger: false });
  open.push(app);
  return app.get(ConfigValidatorService);
}

const said = ({ findings }: ValidationResult) =>
  findings
    .filter(({ id }) => id !== 'CFG-ENV-000' && id !== 'CFG-PERF-000')
    .map(({ id, subject, status }) => `${subject} ${id} ${status}`);

let redis: RedisServer;
let provider: TestHttpServer;
let refusing: TestHttpServer;
beforeAll(async () => {
  redis = await startRedis();
  provider = await serve(always(200, { data: [] }));
  refusing = await serve(always(401, {}));
});
afterAll(async () => {
  await redis.stop();
  for (const server of [provider, refusing]) await server[Symbol.asyncDispose]();
});

const good = () => ({ OPENAI_API_KEY: key, OPENAI_BASE_URL: provider.url, REDIS_URL: redis.url });

describe('the boot', () => {
  it('asks everybody who is named, before the application stands', async () => {
    const service = await start({ env: good() });
    const report = service.report();
    expect(said(report)).toEqual([
      'OPENAI_API_KEY CFG-KEY-000 pass',
      'REDIS_URL CFG-REACH-000 pass',
      // A Redis of a test has no limit of memory.
      'REDIS_URL CFG-PERF-007 fail',
    ]);
    expect(report).toMatchObject({ isValid: true, health: 'degraded' });
    expect(report.findings.filter(({ ms }) => ms !== undefined)).toHaveLength(2);
  });

  it('is refused because of a key that the provider refuses, together with all else', async () => {
    const env = {
      ...good(),
      OPENAI_BASE_URL: refusing.url,
      REDIS_URL: `redis://127.0.0.1:${await freePort()}`,
    };
    const error = await start({ env }).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(ConfigurationError);
    const { report } = error as ConfigurationError;
    expect(report.errors.map(({ id, subject }) => `${subject} ${id}`)).toEqual([
      'OPENAI_API_KEY CFG-KEY-002',
      'REDIS_URL CFG-REACH-001',
    ]);
    expect(JSON.stringify(error)).not.toContain(key.slice(8, 20));
  });

  it.each([
    ['none', []],
    ['services', ['REDIS_URL CFG-REACH-000 pass']],
  ] as const)('with the probes "%s" asks no provider', async (probes, expected) => {
    const before = refusing.requests.length;
    const service = await start({
      env: { ...good(), OPENAI_BASE_URL: refusing.url },
      boot: { probes },
    });
    expect(said(service.report()).filter((one) => /KEY|REACH/.test(one))).toEqual(expected);
    expect(refusing.requests).toHaveLength(before);
  });

  it('starts within its budget though nobody answers, because nothing is known', async () => {
    await using hanging = await serve(() => undefined);
    const env = { OPENAI_API_KEY: key, OPENAI_BASE_URL: hanging.url, CALLBACKS: hanging.url };
    const started = performance.now();
    const service = await start({ env, boot: { budgetMs: 200 } });
    // Far above the budget, far below the default.
    expect(performance.now() - started).toBeLessThan(2_500);
    expect(said(service.report())).toEqual([
      'OPENAI_API_KEY CFG-REACH-004 unknown',
      'CALLBACKS CFG-REACH-004 unknown',
    ]);
    expect(service.report()).toMatchObject({ isValid: true, health: 'unknown' });
  });

  it('that is refused anyway waits no longer than half a second for what more there is', async () => {
    await using hanging = await serve(() => undefined);
    const env = { CACHE_TTL_MS: 'soon', CALLBACKS: hanging.url };
    const started = performance.now();
    const error = await start({ env, boot: { budgetMs: 60_000 } }).catch((error: unknown) => error);
    expect(performance.now() - started).toBeLessThan(5_000);
    const { report } = error as ConfigurationError;
    expect(said(report)).toEqual(['CACHE_TTL_MS CFG-ENV-002 fail', 'CALLBACKS CFG-REACH-004 unknown']);
  });

  it('looks across settings', async () => {
    const error = await start({ env: { CACHE_TTL_MS: '5000' } }).catch((error: unknown) => error);
    const { report } = error as ConfigurationError;
    expect(said(report)).toEqual(['CACHE_TTL_MS CFG-PERF-004 fail']);
  });

  it('accepts what a probe found, until a day', async () => {
    const ignore = [{ id: 'CFG-REACH-001', until: '9999-01-01', reason: 'r' }] as const;
    const env = { REDIS_URL: `redis://127.0.0.1:${await freePort()}` };
    const service = await start({ env, ignore });
    expect(said(service.report())).toEqual(['REDIS_URL CFG-REACH-001 skipped']);
  });
});

describe('the validations', () => {
  it('answer each for its part, and all together', async () => {
    const service = await start({ env: good(), boot: { probes: 'none' } });
    expect(said(await service.validateEnvironment())).toEqual([]);
    expect(said(await service.validateServices())).toEqual(['REDIS_URL CFG-REACH-000 pass']);
    expect(said(await service.validateAiProviders())).toEqual(['OPENAI_API_KEY CFG-KEY-000 pass']);
    expect(said(await service.validatePerformanceSettings())).toEqual(['REDIS_URL CFG-PERF-007 fail']);
    const all = await service.validateAll();
    expect(said(all)).toEqual([
      'OPENAI_API_KEY CFG-KEY-000 pass',
      'REDIS_URL CFG-REACH-000 pass',
      'REDIS_URL CFG-PERF-007 fail',
    ]);
    expect(all.findings.some(({ id }) => id === 'CFG-ENV-000')).toBe(true);
    expect(JSON.stringify(all)).not.toContain(key.slice(8, 20));
  });

  it('see what the environment is now, and a server that hangs since', async () => {
    const env: Record<string, string> = { ...good() };
    const service = await start({ env, boot: { probes: 'none' } });
    redis.freeze();
    try {
      expect(said(await service.validateServices({ budgetMs: 100 }))).toEqual([
        'REDIS_URL CFG-REACH-004 unknown',
      ]);
    } finally {
      redis.thaw();
    }
    env['OPENAI_BASE_URL'] = refusing.url;
    expect(await service.validateAiProviders()).toMatchObject({ isValid: false, health: 'unhealthy' });
  });

  it('send no key to a provider whose key it is not', async () => {
    const env = { OPENAI_API_KEY: `sk-ant-api03-${'A1b2C3d4E5'.repeat(8)}AA`, OPENAI_BASE_URL: refusing.url };
    const service = await start({ env, boot: { failOn: 'never', probes: 'none' } });
    const before = refusing.requests.length;
    expect(said(await service.validateAiProviders())).toEqual([
      'OPENAI_API_KEY CFG-KEY-003 fail',
      'OPENAI_API_KEY CFG-KEY-000 skipped',
    ]);
    expect(refusing.requests).toHaveLength(before);
  });

  it('have nothing to say where nothing is set', async () => {
    const service = await start({ env: {} });
    for (const result of [await service.validateServices(), await service.validateAiProviders()]) {
      expect(said(result)).toEqual([]);
      expect(result).toMatchObject({ isValid: true, health: 'healthy' });
    }
  });

  it('run the probes of a property in their order, a list as one text', async () => {
    const seen: string[] = [];
    const sees = (name: string) =>
      customProbe(name, ({ value, variable }) => {
        seen.push(`${name} ${variable} ${value}`);
        return true;
      });
    @ConfigSchema({ title: 'Lists' })
    class Lists {
      @Env('HOSTS') @Probe(sees('first')) @Probe(sees('second')) hosts: string[] = [];
    }
    const service = await start({ schemas: [Lists], env: { HOSTS: 'a, b' }, boot: { probes: 'none' } });
    await service.validateServices();
    expect(seen).toEqual(['first HOSTS a,b', 'second HOSTS a,b']);
  });
});
