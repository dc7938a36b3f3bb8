import { FakeClock } from '@hydrogenai/common/testing';
import { RateLimiter, RateLimitModule, type RateLimitModuleOptions } from '@hydrogenai/rate-limit';
import { HydrogenThrottlerStorage } from '@hydrogenai/rate-limit/throttler';
import { Controller, Get, Module, type DynamicModule, type INestApplication } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { SkipThrottle, Throttle, ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startRedis, type RedisServer } from '../../../support/redis-server.js';
import { startLimiterApp } from '../support/limiter-app.js';
import { createHttpApp } from '../transports/support/http-drivers.js';

@Controller()
class ThrottledController {
  @Get('plain')
  async plain(): Promise<string> {
    return 'done';
  }

  @Get('own')
  @Throttle({ default: { limit: 1, ttl: 1_001 } })
  async own(): Promise<string> {
    return 'done';
  }

  @Get('blocked')
  @Throttle({ default: { limit: 1, ttl: 1_000, blockDuration: 9_000 } })
  async blocked(): Promise<string> {
    return 'done';
  }

  @Get('skipped')
  @SkipThrottle({ default: true, long: true })
  async skipped(): Promise<string> {
    return 'done';
  }
}

@Module({})
class ThrottledModule {}

function throttledModule(options: RateLimitModuleOptions): DynamicModule {
  return {
    module: ThrottledModule,
    imports: [
      RateLimitModule.forRoot(options),
      ThrottlerModule.forRootAsync({
        inject: [RateLimiter],
        useFactory: (limiter: RateLimiter) => ({
          throttlers: [
            { limit: 3, ttl: 10_000 },
            { name: 'long', limit: 100, ttl: 60_000 },
          ],
          // The machine may be busy: what is tested here is not the deadline.
          storage: new HydrogenThrottlerStorage(limiter, { deadlineMs: 1_000 }),
        }),
      }),
    ],
    controllers: [ThrottledController],
    providers: [{ provide: APP_GUARD, useClass: ThrottlerGuard }],
  };
}

const apps: INestApplication[] = [];

afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

async function start(options: RateLimitModuleOptions) {
  const app = await createHttpApp(throttledModule(options), 'express');
  apps.push(app);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return async (path: string) => {
    const { status, headers } = await fetch(`${url}/${path}`);
    const shown = ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'retry-after'];
    return [status, ...shown.map((name) => headers.get(name))];
  };
}

describe('the ThrottlerGuard of @nestjs/throttler', () => {
  it('shows exact figures, and refuses exactly until there is room', async () => {
    const clock = new FakeClock();
    const get = await start({ clock });
    expect(await get('plain')).toEqual([200, '3', '2', '4', null]);
    expect(await get('plain')).toEqual([200, '3', '1', '7', null]);
    expect(await get('plain')).toEqual([200, '3', '0', '10', null]);
    expect(await get('plain')).toEqual([429, null, null, null, '4']);
    clock.advance(3_333);
    expect(await get('plain')).toEqual([429, null, null, null, '1']);
    clock.advance(1);
    expect(await get('plain')).toEqual([200, '3', '0', '10', null]);
  });

  it('is told one hit more than the limit of a refused call, as by its own storage', async () => {
    await using app = await startLimiterApp({ clock: new FakeClock() });
    const storage = new HydrogenThrottlerStorage(app.limiter);
    const hit = () => storage.increment('key', 10_000, 2, 10_000, 'default');
    const admitted = { isBlocked: false, timeToBlockExpire: 0 };
    expect(await hit()).toEqual({ ...admitted, totalHits: 1, timeToExpire: 5 });
    expect(await hit()).toEqual({ ...admitted, totalHits: 2, timeToExpire: 10 });
    expect(await hit()).toEqual({ isBlocked: true, totalHits: 3, timeToExpire: 10, timeToBlockExpire: 5 });
  });

  it('keeps handlers, @Throttle and @SkipThrottle apart, as it always has', async () => {
    const get = await start({ clock: new FakeClock() });
    expect(await get('own')).toEqual([200, '1', '0', '2', null]);
    expect(await get('own')).toEqual([429, null, null, null, '2']);
    expect(await get('plain')).toEqual([200, '3', '2', '4', null]);
    expect(await get('skipped')).toEqual([200, null, null, null, null]);
  });

  it('fails loudly with a block that is not the ttl, instead of counting something else', async () => {
    const get = await start({ clock: new FakeClock() });
    expect((await get('blocked'))[0]).toBe(500);
  });
});

describe('on Redis', () => {
  let redis: RedisServer;

  beforeAll(async () => {
    redis = await startRedis();
  });

  afterAll(() => redis.stop());

  it('two applications admit exactly the limit of simultaneous calls, and go on by themselves without Redis', async () => {
    const options = { redis: { url: redis.url }, instances: 3 };
    const [one, other] = [await start(options), await start(options)];
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => (index % 2 ? one : other)('plain')),
    );
    expect(answers.filter(([status]) => status === 200)).toHaveLength(3);
    expect(answers.filter(([status]) => status === 429)).toHaveLength(27);
    await redis.stop();
    // A third of the limit of 3 each.
    expect(await one('plain')).toEqual([200, '3', '0', '10', null]);
    expect((await one('plain'))[0]).toBe(429);
    expect(await other('plain')).toEqual([200, '3', '0', '10', null]);
  });
});
