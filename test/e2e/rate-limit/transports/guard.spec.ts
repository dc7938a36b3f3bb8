import type { Duration } from '@hydrogenai/common';
import { by, RateLimited, rateLimitGuard } from '@hydrogenai/rate-limit';
import {
  Controller,
  Get,
  Module,
  UseGuards,
  type ExecutionContext,
  type INestApplication,
} from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { afterEach, describe, expect, it } from 'vitest';
import { limitHeaders } from './support/drivers.js';
import { createHttpApp, httpControllers, transportsModule } from './support/http-drivers.js';

function header(name: string): (context: ExecutionContext) => string {
  return (context) =>
    context.switchToHttp().getRequest<{ headers: Record<string, string> }>().headers[name] ?? '';
}

@Controller()
class KeyedController {
  @Get('keyed')
  @UseGuards(
    rateLimitGuard([
      { name: 'of-a-tenant', limit: 3, per: '1h', key: header('x-tenant') },
      { name: 'of-all', limit: 10, per: '1h', cost: (context) => Number(header('x-cost')(context)) },
    ]),
  )
  async keyed(): Promise<string> {
    return 'done';
  }

  @Get('stream')
  @RateLimited({ name: 'stream', limit: 1, per: '1h', key: by.ip })
  async *stream(): AsyncGenerator<string, void, undefined> {
    yield 'a';
    yield 'b';
  }
}

let app: INestApplication | undefined;

afterEach(async () => {
  await app?.close();
  app = undefined;
});

async function start(platform: 'express' | 'fastify') {
  app = await createHttpApp(
    transportsModule({ controllers: [...httpControllers, KeyedController] }),
    platform,
  );
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}/${path}`, { headers });
    return { status: response.status, text: await response.text(), headers: limitHeaders(response) };
  };
}

describe.each(['express', 'fastify'] as const)('a guard on %s', (platform) => {
  it('has one bucket for all handlers of its class, and counts calls that the pipes refuse', async () => {
    const get = await start(platform);
    expect(await get('numbers/7')).toMatchObject({
      status: 200,
      headers: { ratelimit: '"guarded";r=1;t=2' },
    });
    expect(await get('numbers/seven')).toMatchObject({
      status: 400,
      headers: { ratelimit: '"guarded";r=0;t=2', 'retry-after': null },
    });
    expect(await get('guarded')).toMatchObject({
      status: 429,
      headers: { ratelimit: '"guarded";r=0;t=2', 'retry-after': '2' },
    });
  });

  it('shares the fields of the response with the limit of the handler', async () => {
    const get = await start(platform);
    const policies = '"guarded";q=2;w=4, "inner";q=1;w=1';
    expect((await get('both')).headers).toEqual({
      'ratelimit-policy': policies,
      ratelimit: '"guarded";r=1;t=2, "inner";r=0;t=1',
      'retry-after': null,
    });
    // The guard would have its client wait longer than the limit that refuses does; r says enough.
    expect(await get('both')).toMatchObject({
      status: 429,
      headers: {
        'ratelimit-policy': policies,
        ratelimit: '"guarded";r=0, "inner";r=0;t=1',
        'retry-after': '1',
      },
    });
  });

  it('takes keys and costs from the context, and several limits all or nothing', async () => {
    const get = await start(platform);
    const ann = (cost: string) => get('keyed', { 'x-tenant': 'ann', 'x-cost': cost });
    expect((await ann('6')).headers.ratelimit).toBe('"of-a-tenant";r=2;t=1200, "of-all";r=4;t=360');
    // Refused by one, so the other counts nothing either.
    expect(await ann('5')).toMatchObject({
      status: 429,
      headers: { ratelimit: '"of-a-tenant";r=2, "of-all";r=4;t=360', 'retry-after': '360' },
    });
    expect((await ann('4')).headers.ratelimit).toBe('"of-a-tenant";r=1;t=1200, "of-all";r=0;t=360');
    expect(await get('keyed', { 'x-cost': '1' })).toMatchObject({ status: 500 });
  });

  it('tells its limits on a stream, too, and refuses it before the first chunk', async () => {
    const get = await start(platform);
    const admitted = await get('stream');
    expect(admitted).toMatchObject({ status: 200, headers: { ratelimit: '"stream";r=0;t=3600' } });
    expect(admitted.text).toContain('a');
    expect(await get('stream')).toMatchObject({
      status: 429,
      headers: { ratelimit: '"stream";r=0;t=3600', 'retry-after': '3600' },
    });
  });
});

it('a guard of the whole application limits all its handlers by one bucket', async () => {
  const guard = rateLimitGuard({ name: 'whole', limit: 2, per: 3_001, key: by.ip });
  const module = transportsModule({
    controllers: httpControllers,
    providers: [{ provide: APP_GUARD, useClass: guard }],
  });
  app = await createHttpApp(module, 'express');
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const statuses = [];
  for (const path of ['free', 'shadow', 'free']) statuses.push((await fetch(`${url}/${path}`)).status);
  expect(statuses).toEqual([200, 200, 429]);
});

class Numbers {
  constructor(
    readonly limit: number,
    readonly per: Duration,
  ) {}
}

const ConfiguredGuard = rateLimitGuard({
  inject: [Numbers, 'burst'],
  useFactory: ({ limit, per }, burst: number) => [
    { name: 'configured', limit, per, burst, key: by.ip },
    { name: 'fixed', limit: 100, per: '1h' },
  ],
});

@Controller()
class ConfiguredController {
  @Get('one')
  @UseGuards(ConfiguredGuard)
  one(): string {
    return 'one';
  }

  @Get('other')
  @UseGuards(ConfiguredGuard)
  other(): string {
    return 'other';
  }
}

function configured(numbers: Numbers) {
  return transportsModule({
    controllers: [ConfiguredController],
    providers: [
      { provide: Numbers, useValue: numbers },
      { provide: 'burst', useValue: 2 },
    ],
  });
}

describe('a guard with limits made of injected values', () => {
  it('limits by the values of its application, and not by those of another one', async () => {
    const more = await createHttpApp(configured(new Numbers(50, '1h')), 'express');
    app = await createHttpApp(configured(new Numbers(6, '1m')), 'express');
    const policies = [];
    try {
      for (const started of [app, more]) {
        await started.listen(0, '127.0.0.1');
        const response = await fetch(`${await started.getUrl()}/one`);
        policies.push(limitHeaders(response)['ratelimit-policy']);
      }
    } finally {
      await more.close();
    }
    expect(policies).toEqual([
      '"configured";q=6;w=60;hydrogenai-burst=2, "fixed";q=100;w=3600',
      '"configured";q=50;w=3600;hydrogenai-burst=2, "fixed";q=100;w=3600',
    ]);
  });

  it('shares its buckets between the handlers that it guards', async () => {
    app = await createHttpApp(configured(new Numbers(6, '1m')), 'fastify');
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    const statuses = [];
    for (const path of ['one', 'other', 'one']) statuses.push((await fetch(`${url}/${path}`)).status);
    expect(statuses).toEqual([200, 200, 429]);
  });

  it('fails at the start for values out of range, and names the field', async () => {
    await expect(createHttpApp(configured(new Numbers(0, '1m')), 'express')).rejects.toThrow(
      'rateLimitGuard limit: expected a whole number from 1',
    );
  });

  it('takes from the factory what the types of its values allow', () => {
    rateLimitGuard({
      inject: [Numbers],
      // @ts-expect-error Numbers has no such field.
      useFactory: ({ most }) => ({ name: 'x', limit: Number(most ?? 1), per: '1m' }),
    });
    // @ts-expect-error A factory of a number cannot take what is injected.
    rateLimitGuard({ inject: [Numbers], useFactory: (limit: number) => ({ name: 'x', limit, per: '1m' }) });
  });
});

describe('a guard that cannot be', () => {
  it.each([
    [{ name: 'x', limit: 0, per: '1m' }, 'rateLimitGuard limit: expected a whole number from 1'],
    [{ name: 'x', limit: 1, per: '1m', brust: 1 }, 'rateLimitGuard brust: expected one of the options'],
    [[], 'rateLimitGuard limits: expected 1 to 16 limits'],
    [
      { name: 'x', limit: 1, per: '1m', key: 'ann' },
      'rateLimitGuard key: expected by.user, by.tenant, by.ip',
    ],
  ])('fails when its class is defined: %j', (options, message) => {
    // As a program without types would write it.
    expect(() => rateLimitGuard(options as never)).toThrow(message);
  });

  it('fails at the start without RateLimitModule, not at the first call', async () => {
    @Module({ controllers: [KeyedController] })
    class WithoutLimits {}
    await expect(NestFactory.create(WithoutLimits, { logger: false, abortOnError: false })).rejects.toThrow(
      'CallLimiter',
    );
  });
});
