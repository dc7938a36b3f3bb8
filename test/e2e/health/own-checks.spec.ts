import { HEALTH_PATHS, HealthModule, type CheckFunction, type CheckOptions } from '@hydrogenai/health';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { HealthIndicatorService } from '@nestjs/terminus';
import { describe, expect, it } from 'vitest';
import { startApp } from './support/app.js';
import { eventually } from './support/eventually.js';

const PERIOD_MS = 60;
const CANARY = 'postgres://app:s3cr3t-c4nary@db.internal:5432/app';

function required(check: CheckFunction): CheckOptions {
  return { name: 'billing', criticality: 'required', check };
}

describe('a required check', () => {
  it('that is down takes the instance out, keeps it alive, and lets it back in', async () => {
    let status: 'up' | 'down' = 'up';
    await using app = await startApp({ periodMs: PERIOD_MS, checks: [required(() => ({ status }))] });
    await eventually(
      () => app.get('/readyz'),
      ({ code }) => code === 200,
    );
    status = 'down';
    const down = await eventually(
      () => app.get('/readyz'),
      ({ code }) => code === 503,
    );
    expect(down.body).toEqual({ status: 'error', details: { billing: { status: 'down' } } });
    expect(await app.get('/health')).toMatchObject({
      code: 503,
      body: { status: 'error', details: { billing: { status: 'down', criticality: 'required' } } },
    });
    expect((await app.get('/livez')).code).toBe(200);
    expect((await app.get('/startupz')).code).toBe(200);
    status = 'up';
    await eventually(
      () => app.get('/readyz'),
      ({ code }) => code === 200,
    );
  });

  it('that hangs runs once under 200 parallel probes, and its unknown is never ok', async () => {
    let running = 0;
    let most = 0;
    let runs = 0;
    const hang: CheckFunction = (signal) => {
      running += 1;
      runs += 1;
      most = Math.max(most, running);
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          running -= 1;
          reject(new Error('told to stop'));
        });
      });
    };
    await using app = await startApp({ periodMs: PERIOD_MS, checks: [required(hang)] });
    for (let round = 0; round < 3; round++) {
      const answers = await Promise.all(
        Array.from({ length: 200 }, (_, index) => app.get(index % 2 === 0 ? '/readyz' : '/health')),
      );
      expect(answers.map(({ code }) => code)).toEqual(Array.from({ length: 200 }, () => 503));
      expect(new Set(answers.map(({ body }) => body.details['billing']?.status))).toEqual(
        new Set(['unknown']),
      );
      expect(new Set(answers.map(({ body }) => body.status))).toEqual(new Set(['error']));
    }
    await eventually(
      () => Promise.resolve(runs),
      (count) => count >= 3,
    );
    expect(most).toBe(1);
    expect((await app.get('/livez')).code).toBe(200);
  });

  it('that ignores its signal is not started again while it has not ended', async () => {
    let runs = 0;
    await using app = await startApp({
      periodMs: PERIOD_MS,
      checks: [
        required(() => {
          runs += 1;
          return new Promise(() => undefined);
        }),
      ],
    });
    // Each run that was not made is a fresh unknown: the age starts again.
    for (let seen = 0; seen < 3; seen++) {
      const old = await eventually(
        () => app.get('/health'),
        ({ body }) => (body.details['billing']?.ageMs ?? 0) > PERIOD_MS / 2,
      );
      await eventually(
        () => app.get('/health'),
        ({ body }) => (body.details['billing']?.ageMs ?? 0) < (old.body.details['billing']?.ageMs ?? 0),
      );
    }
    expect(runs).toBe(1);
  });

  it('that throws a connection string is down, and the string is in no answer and no log line', async () => {
    const check = (name: string, run: CheckFunction): CheckOptions => ({
      name,
      criticality: 'required',
      check: run,
    });
    await using app = await startApp({
      periodMs: PERIOD_MS,
      checks: [
        check('rejects', () => Promise.reject(new Error(CANARY))),
        check('throws', () => {
          throw Object.assign(new Error(CANARY), { name: CANARY, code: CANARY });
        }),
        check('tells', () => ({ db: { status: 'down', message: CANARY, [CANARY]: CANARY } })),
        check('names', () => ({ status: 'down', parts: { [CANARY]: 'down' } })),
      ],
    });
    await eventually(
      () => app.get('/startupz'),
      ({ code }) => code === 200,
    );
    const bodies = await Promise.all(HEALTH_PATHS.map((path) => app.get(`/${path}`)));
    for (const name of ['rejects', 'throws', 'tells', 'names'])
      expect(bodies.at(-1)?.body.details[name]).toMatchObject({ status: 'down' });
    const said = [...bodies.map((one) => JSON.stringify(one)), ...app.log].join('\n');
    expect(said).toContain('Nest application successfully started');
    expect(said).not.toContain('c4nary');
    expect(said).not.toContain('postgres');
  });

  it('may be an indicator of terminus, whose unknown answers 200 there and 503 here', async () => {
    const terminus = new HealthIndicatorService();
    await using app = await startApp({
      periodMs: PERIOD_MS,
      checks: [
        {
          name: 'attempt',
          criticality: 'required',
          check: () => terminus.check('db').attempt(() => undefined),
        },
        {
          name: 'odd',
          criticality: 'required',
          // A result from JavaScript can hold any status.
          check: () => ({ db: { status: 'unknown' as 'up' } }),
        },
      ],
    });
    const { code, body } = await eventually(
      () => app.get('/readyz'),
      ({ body }) => body.details['attempt']?.status === 'up',
    );
    expect(code).toBe(503);
    expect(body.details['odd']).toEqual({ status: 'unknown' });
  });
});

describe('the start', () => {
  it('is over when the first round is, whatever it found', async () => {
    let finish: () => void = () => undefined;
    const check: CheckFunction = () =>
      new Promise((_, reject) => (finish = () => reject(new Error('not there yet'))));
    await using app = await startApp({ checks: [required(check)] });
    expect(await app.get('/startupz')).toEqual({
      code: 503,
      cacheControl: 'no-store',
      body: {
        status: 'error',
        details: { bootstrap: { status: 'up' }, 'first-checks': { status: 'unknown' } },
      },
    });
    expect((await app.get('/readyz')).code).toBe(503);
    expect((await app.get('/livez')).code).toBe(200);
    finish();
    await eventually(
      () => app.get('/startupz'),
      ({ code }) => code === 200,
    );
    expect((await app.get('/readyz')).code).toBe(503);
  });
});

describe('the paths', () => {
  it('stay where orchestrators look, whatever prefix and version the API has, and have a tag of their own', async () => {
    @Module({ imports: [HealthModule.forRootAsync({ useFactory: () => ({ periodMs: '1s' }) })] })
    class AppModule {}
    const app = await NestFactory.create(AppModule, { logger: false, abortOnError: false });
    app.setGlobalPrefix('api', { exclude: [...HEALTH_PATHS] });
    app.enableVersioning({ type: 0, defaultVersion: '1' });
    await app.listen(0, '127.0.0.1');
    try {
      const url = await app.getUrl();
      for (const path of HEALTH_PATHS) {
        const response = await fetch(`${url}/${path}`);
        expect([path, response.status]).toEqual([path, 200]);
        expect(response.headers.get('cache-control')).toBe('no-store');
      }
      const { paths } = SwaggerModule.createDocument(app, new DocumentBuilder().build());
      expect(Object.keys(paths).toSorted()).toEqual(['/health', '/livez', '/readyz', '/startupz']);
      expect(Object.values(paths).map(({ get }) => get?.tags)).toEqual(HEALTH_PATHS.map(() => ['Health']));
    } finally {
      await app.close();
    }
  });
});
