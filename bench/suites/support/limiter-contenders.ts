import 'reflect-metadata';
import { defineRateLimit, RateLimiter, RateLimitModule } from '@hydrogenai/rate-limit';
import { NestFactory } from '@nestjs/core';
import { ThrottlerStorageService } from '@nestjs/throttler';
import { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

/** One call of a key under a limit: whether it is admitted. */
export type Decide = (key: string) => Promise<boolean>;

export interface Contender {
  readonly decide: Decide;
  readonly close: () => unknown;
}

export interface Rate {
  readonly limit: number;
  readonly periodMs: number;
}

/** Where the buckets live: in memory without a URL. */
export type Place = { readonly redisUrl?: string };

export type ContenderName = 'ours' | 'flexible' | 'throttler' | 'bare';

const MS_PER_S = 1_000;
const MOST_TRIES = 200;
const BETWEEN_TRIES_MS = 50;
const INCREMENT = "return redis.call('INCR', KEYS[1])";

/** Makes a contender by its name, so that processes of a fleet can make their own. */
export const contenders: Readonly<Record<ContenderName, (rate: Rate, place: Place) => Promise<Contender>>> = {
  async ours({ limit, periodMs }, { redisUrl }) {
    const app = await NestFactory.createApplicationContext(
      RateLimitModule.forRoot(redisUrl === undefined ? {} : { redis: { url: redisUrl } }),
      { logger: false },
    );
    const limiter = app.get(RateLimiter);
    // A loaded machine is not what is measured: every decision is the store's.
    const defined = defineRateLimit({ name: 'bench', limit, per: periodMs, deadlineMs: 1_000 });
    const decide: Decide = async (key) => {
      // A call that the store did not answer in time is counted nowhere there: it is asked again, and its time counts.
      for (let tried = 0; tried < MOST_TRIES; tried++) {
        const decision = await limiter.consume(defined, key);
        if (decision.decidedBy === 'store') return decision.allowed;
        await sleep(BETWEEN_TRIES_MS);
      }
      throw new Error('The store has made no decision.');
    };
    return { decide, close: () => app.close() };
  },

  async flexible({ limit, periodMs }, { redisUrl }) {
    const options = { keyPrefix: 'flexible', points: limit, duration: periodMs / MS_PER_S };
    const client = redisUrl === undefined ? undefined : new Redis(redisUrl);
    const limiter = client
      ? new RateLimiterRedis({ ...options, storeClient: client })
      : new RateLimiterMemory(options);
    const decide: Decide = async (key) => {
      try {
        await limiter.consume(key);
        return true;
      } catch (rejected) {
        if (rejected instanceof RateLimiterRes) return false;
        throw rejected;
      }
    };
    return { decide, close: () => client?.disconnect() };
  },

  async throttler({ limit, periodMs }) {
    const storage = new ThrottlerStorageService();
    const decide: Decide = async (key) =>
      !(await storage.increment(key, periodMs, limit, periodMs, 'bench')).isBlocked;
    return { decide, close: () => storage.onApplicationShutdown() };
  },

  /** What a script on Redis costs at the least: one increment, no limit, no expiry, no deadline. */
  async bare(_rate, { redisUrl }) {
    if (redisUrl === undefined) throw new Error('The bare script needs a Redis.');
    const client = new Redis(redisUrl);
    const sha = String(await client.script('LOAD', INCREMENT));
    const decide: Decide = async (key) => Number(await client.evalsha(sha, 1, key)) > 0;
    return { decide, close: () => client.disconnect() };
  },
};
