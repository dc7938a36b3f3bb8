import { defineRateLimit, RateLimited, RateLimiter, RateLimitModule } from '@hydrogenai/rate-limit';
import { keyTag, slotOf, type RedisSource } from '@hydrogenai/common/redis';
import { Controller, Get, Module, type LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startRedisCluster } from '../../support/redis-cluster.js';
import { startRedis, type RedisServer } from '../../support/redis-server.js';

@Controller()
class LimitedController {
  @Get()
  @RateLimited({ name: 'page', limit: 1_000, per: '1h', deadlineMs: 1_000 })
  async page(): Promise<string> {
    return 'page';
  }
}

class Lines implements LoggerService {
  readonly warnings: string[] = [];
  readonly others: string[] = [];
  warn = (line: string): void => void this.warnings.push(line);
  log = (line: string): void => void this.others.push(line);
  error = (line: string): void => void this.others.push(line);
}

interface Service extends AsyncDisposable {
  readonly lines: Lines;
  /** Statuses of so many requests, made ten at a time. */
  readonly statuses: (requests: number) => Promise<Set<number>>;
  readonly decidedBy: () => Promise<string>;
}

async function startService(redis: RedisSource): Promise<Service> {
  @Module({ imports: [RateLimitModule.forRoot({ redis })], controllers: [LimitedController] })
  class ServiceModule {}
  const lines = new Lines();
  const app = await NestFactory.create(ServiceModule, { logger: lines });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const probe = defineRateLimit({ name: 'probe', limit: 1_000_000, per: '1h', deadlineMs: 1_000 });
  return {
    lines,
    statuses: async (requests) => {
      const seen = new Set<number>();
      const caller = async (): Promise<void> => {
        for (let made = 0; made < requests / 10; made++) seen.add((await fetch(url)).status);
      };
      await Promise.all(Array.from({ length: 10 }, caller));
      return seen;
    },
    decidedBy: async () => (await app.get(RateLimiter).consume(probe, 'probe')).decidedBy,
    [Symbol.asyncDispose]: () => app.close(),
  };
}

const about = (lines: readonly string[]): readonly string[] => lines.filter((line) => /Redis/.test(line));

describe('a service whose Redis answers with errors', () => {
  it.each([
    ['OOM', (owner: Redis) => owner.config('SET', 'maxmemory', '1')],
    ['READONLY', (owner: Redis) => owner.replicaof('127.0.0.1', 1)],
    ['NOPERM', (owner: Redis) => owner.acl('SETUSER', 'default', '-evalsha', '-eval')],
    ['WRONGTYPE', spoilAll],
  ] as const)('%s: no request fails, and one line says why', async (code, breakIt) => {
    await using redis = await startRedis();
    await using service = await startService({ url: redis.url });
    expect(await service.statuses(10)).toEqual(new Set([200]));
    const owner = new Redis(redis.url);
    await breakIt(owner);
    expect(await service.statuses(200)).toEqual(new Set([200]));
    owner.disconnect();
    expect(about(service.lines.warnings)).toEqual([
      `Redis does not decide on limits: ${code}. Each limit does what its onStoreFailure says.`,
    ]);
  });

  it('SCRIPT FLUSH is not even noticed', async () => {
    await using redis = await startRedis();
    await using service = await startService({ url: redis.url });
    const owner = new Redis(redis.url);
    for (let flush = 0; flush < 5; flush++) {
      await owner.script('FLUSH');
      expect(await service.decidedBy()).toBe('store');
      expect(await service.statuses(20)).toEqual(new Set([200]));
    }
    owner.disconnect();
    expect(about(service.lines.warnings)).toEqual([]);
  });

  it('that comes and goes makes one line a minute, not one each time', async () => {
    await using redis = await startRedis();
    await using service = await startService({ url: redis.url });
    for (let outage = 0; outage < 3; outage++) {
      await outageOf(redis, service);
      await sleep(600);
      expect(await service.statuses(10)).toEqual(new Set([200]));
    }
    expect(about(service.lines.warnings)).toHaveLength(1);
    // The first recovery belongs to that line; the others were never announced.
    expect(about(service.lines.others)).toHaveLength(1);
    expect(about(service.lines.others)[0]).toMatch(
      /^Redis decides on limits again, after \d+s and \d+ decisions/,
    );
  });
});

describe('a service on a Redis Cluster', () => {
  it('goes on while the slot of its limits moves from node to node, and counts every call once', async () => {
    await using cluster = await startRedisCluster();
    const app = await NestFactory.createApplicationContext(
      RateLimitModule.forRoot({ redis: { nodes: cluster.urls } }),
      { logger: false },
    );
    const limiter = app.get(RateLimiter);
    const limit = defineRateLimit({ name: 'moving', limit: 1_000_000, per: '30d', deadlineMs: 1_000 });
    const both = defineRateLimit({ name: 'both', limit: 1_000_000, per: '30d', deadlineMs: 1_000 });
    const tag = keyTag('hydrogenai:rate-limit');
    const counts = { store: 0, insurance: 0, nobody: 0 };
    const moved = new AbortController();
    const caller = async (): Promise<void> => {
      while (!moved.signal.aborted) {
        const { limits } = await limiter.consumeAll([
          { limit, key: 'somebody' },
          { limit: both, key: 'everybody' },
        ]);
        for (const { decidedBy } of limits) counts[decidedBy]++;
      }
    };
    const callers = Array.from({ length: 4 }, caller);
    for (let move = 0; move < 4; move++) {
      const from = cluster.masterOf(tag);
      await cluster.moveSlot(slotOf(tag), from, cluster.otherThan(from));
      await sleep(100);
    }
    moved.abort();
    await Promise.all(callers);
    const { limits } = await limiter.consumeAll([
      { limit, key: 'somebody' },
      { limit: both, key: 'everybody' },
    ]);
    expect(counts.store).toBeGreaterThan(100);
    // Whoever was told that Redis decided was counted, and nobody else.
    const charged = limit.limit - (limits[0]?.decidedBy === 'store' ? limits[0].remaining : Number.NaN);
    expect(charged - 1, JSON.stringify(counts)).toBe(counts.store / 2);
    await app.close();
  }, 60_000);
});

async function spoilAll(owner: Redis): Promise<void> {
  for (const key of await owner.keys('*')) {
    await owner.del(key);
    await owner.rpush(key, 'x');
  }
}

async function outageOf(redis: RedisServer, service: Service): Promise<void> {
  await redis.stop();
  await expect.poll(() => service.decidedBy()).toBe('insurance');
  await redis.restart();
  await expect.poll(() => service.decidedBy(), { timeout: 5_000 }).toBe('store');
}
