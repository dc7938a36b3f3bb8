import 'reflect-metadata';
import { AiCacheModule, AiCacheService, Cacheable } from '@hydrogenai/ai-cache';
import { Retryable, Timed, methodTimed } from '@hydrogenai/common';
import {
  RateLimited,
  RateLimitModule,
  RateLimiter,
  defineRateLimit,
  rateLimitDecision,
} from '@hydrogenai/rate-limit';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExponentialBackoff, handleAll, retry } from 'cockatiel';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import {
  atMost,
  defineSuite,
  micro,
  noGoal,
  row,
  type MicroFigures,
  type MicroRun,
  type SuiteScope,
} from '../harness/index.js';

/** So many that every call is admitted. */
const AMPLE = { limit: 1_000_000_000, per: '1h' } as const;
const KEY = 'question';

@Injectable()
class Methods {
  private n = 0;

  bareSync(): number {
    return ++this.n;
  }

  @Timed()
  timedSync(): number {
    return ++this.n;
  }

  async bare(_key: string): Promise<number> {
    return ++this.n;
  }

  @Timed()
  async timed(_key: string): Promise<number> {
    return ++this.n;
  }

  @RateLimited({ name: 'bench', ...AMPLE })
  async limited(_key: string): Promise<number> {
    return ++this.n;
  }

  @Retryable()
  async retryable(_key: string): Promise<number> {
    return ++this.n;
  }

  @Cacheable({ key: (key: string) => key })
  async cached(_key: string): Promise<number> {
    return ++this.n;
  }

  @Cacheable({ namespace: 'all-arguments' })
  async cachedByArguments(_key: string): Promise<number> {
    return ++this.n;
  }

  @RateLimited({ name: 'bench-all', ...AMPLE })
  @Retryable()
  @Timed()
  async allButCache(_key: string): Promise<number> {
    return ++this.n;
  }
}

@Module({
  imports: [AiCacheModule.forRoot({ ttl: '1h' }), RateLimitModule.forRoot({})],
  providers: [Methods],
})
class BenchModule {}

type Call = (key: string) => Promise<number>;

/** One awaited call after the other. */
function awaited(call: Call): MicroRun {
  return async (n) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += await call(KEY);
    return sum;
  };
}

function sync(call: () => number): MicroRun {
  return (n) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += call();
    return sum;
  };
}

/** Measures a run with a subscriber of all facts that it causes. */
function heard(run: MicroRun): MicroRun {
  const listen = (): void => undefined;
  return async (n) => {
    for (const { name } of [methodTimed, rateLimitDecision]) subscribe(name, listen);
    try {
      return await run(n);
    } finally {
      for (const { name } of [methodTimed, rateLimitDecision]) unsubscribe(name, listen);
    }
  };
}

async function createMethods({ onCleanup }: SuiteScope) {
  const app = await NestFactory.createApplicationContext(BenchModule, { logger: false });
  onCleanup(() => app.close());
  return { methods: app.get(Methods), cache: app.get(AiCacheService), limiter: app.get(RateLimiter) };
}

export const suite = defineSuite({
  name: 'aspects',
  purpose:
    'What does each method decorator cost over the bare method, with nobody listening and with a subscriber?',

  setup: createMethods,

  measurements: ({ methods, cache, limiter }) => {
    const policy = retry(handleAll, { maxAttempts: 2, backoff: new ExponentialBackoff() });
    const limit = defineRateLimit({ name: 'by-hand', ...AMPLE });
    const recompute = (): never => {
      throw new Error('Every lookup of this bench is a hit.');
    };
    const request = { namespace: 'Methods.cached', key: KEY };
    return {
      sync: micro({
        bare: sync(() => methods.bareSync()),
        timed: sync(() => methods.timedSync()),
        timedHeard: heard(sync(() => methods.timedSync())),
      }),
      calls: micro({
        bare: awaited((key) => methods.bare(key)),
        timed: awaited((key) => methods.timed(key)),
        timedHeard: heard(awaited((key) => methods.timed(key))),
        limited: awaited((key) => methods.limited(key)),
        limitedHeard: heard(awaited((key) => methods.limited(key))),
        limitedByHand: awaited(async (key) => {
          await limiter.consume(limit, 'all');
          return methods.bare(key);
        }),
        retryable: awaited((key) => methods.retryable(key)),
        cockatiel: awaited((key) => policy.execute(() => methods.bare(key))),
        allButCache: awaited((key) => methods.allButCache(key)),
        allButCacheHeard: heard(awaited((key) => methods.allButCache(key))),
      }),
      hits: micro({
        cached: awaited((key) => methods.cached(key)),
        engine: awaited(() => cache.getOrCompute<number>(request, recompute)),
        cachedByArguments: awaited((key) => methods.cachedByArguments(key)),
      }),
    };
  },

  rows: ({ sync: syncRuns, calls, hits }) => {
    const over = (figures: MicroFigures): number => figures.nsPerOp - calls.bare.nsPerOp;
    const added = (name: string, value: number, goal = noGoal()) => row({ name, value, unit: 'ns', goal });
    const cockatiel = { name: 'execute of cockatiel', value: over(calls.cockatiel) };
    const byHand = { name: 'RateLimiter.consume by hand', value: over(calls.limitedByHand) };
    return [
      added('bare asynchronous method, awaited', calls.bare.nsPerOp),
      added(
        '@Timed adds to a synchronous method',
        syncRuns.timed.nsPerOp - syncRuns.bare.nsPerOp,
        atMost(1_000),
      ),
      added(
        '@Timed adds to a synchronous method, heard',
        syncRuns.timedHeard.nsPerOp - syncRuns.bare.nsPerOp,
        atMost(1_000),
      ),
      added('@Timed adds', over(calls.timed), atMost(1_000)),
      added('@Timed adds, heard', over(calls.timedHeard), atMost(1_000)),
      row({
        name: '@RateLimited adds, in memory',
        value: over(calls.limited),
        unit: 'ns',
        peer: byHand,
        goal: atMost(2_000),
      }),
      added('@RateLimited adds, in memory, heard', over(calls.limitedHeard), atMost(2_000)),
      row({
        name: '@Retryable adds to a call that succeeds',
        value: over(calls.retryable),
        unit: 'ns',
        peer: cockatiel,
        goal: noGoal(),
      }),
      added('@Cacheable hit', hits.cached.nsPerOp),
      added('@Cacheable hit adds to getOrCompute', hits.cached.nsPerOp - hits.engine.nsPerOp, atMost(1_000)),
      added('@Cacheable hit, key of all arguments', hits.cachedByArguments.nsPerOp),
      added('@RateLimited, @Retryable and @Timed together add', over(calls.allButCache)),
      added('@RateLimited, @Retryable and @Timed together add, heard', over(calls.allButCacheHeard)),
    ];
  },
});
