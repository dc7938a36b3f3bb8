import { AiCacheModule, AiCacheService } from '@hydrogenai/ai-cache';
import { NestFactory } from '@nestjs/core';
import { BentoCache, bentostore } from 'bentocache';
import { memoryDriver } from 'bentocache/drivers/memory';
import { createCache } from 'cache-manager';
import { Cacheable } from 'cacheable';
import { LRUCache } from 'lru-cache';
import {
  atMost,
  defineSuite,
  micro,
  noGoal,
  ratioAtMost,
  row,
  type MicroRun,
  type SuiteScope,
} from '../harness/index.js';
import { createAnswer, type Answer } from './support/answer.js';

const KEYS = Array.from({ length: 1_000 }, (_, n) => `question:${n}`);
const TTL_MS = 600_000;
const MAX_BYTES = 64 * 1024 * 1024;

type Read = (key: string) => Promise<Answer | undefined>;

const recompute = (): never => {
  throw new Error('Every lookup of this bench is a hit.');
};

/** One awaited lookup after the other, over all keys. */
function awaited(read: Read): MicroRun {
  let next = 0;
  return async (n) => {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const answer = await read(KEYS[next++ % KEYS.length] ?? '');
      sum += answer?.n ?? Number.NaN;
    }
    if (Number.isNaN(sum)) throw new Error('A lookup of this bench was not a hit.');
    return sum;
  };
}

async function createOurs({ onCleanup }: SuiteScope): Promise<AiCacheService> {
  const app = await NestFactory.createApplicationContext(
    AiCacheModule.forRoot({ l1: { maxBytes: MAX_BYTES } }),
    {
      logger: false,
    },
  );
  onCleanup(() => app.close());
  return app.get(AiCacheService);
}

function createBento(
  { onCleanup }: SuiteScope,
  serialize: boolean,
): BentoCache<{ memory: ReturnType<typeof bentostore> }> {
  const driver = memoryDriver({ maxItems: 10_000, serialize });
  const bento = new BentoCache({ default: 'memory', stores: { memory: bentostore().useL1Layer(driver) } });
  onCleanup(() => bento.disconnectAll());
  return bento;
}

export const suite = defineSuite({
  name: 'l1',
  purpose:
    'What does a hit in memory cost: one key of 1,000, an answer of 2 KB, beside caches with the same job?',

  setup: async (scope) => {
    const ours = await createOurs(scope);
    const lru = new LRUCache<string, Answer>({
      maxSize: MAX_BYTES,
      sizeCalculation: () => 2_048,
      ttl: TTL_MS,
    });
    const manager = createCache({ ttl: TTL_MS });
    const bentoPlain = createBento(scope, false);
    const bentoJson = createBento(scope, true);
    const cacheable = new Cacheable({ ttl: TTL_MS });
    scope.onCleanup(() => cacheable.disconnect());
    for (const [n, key] of KEYS.entries()) {
      const answer = createAnswer(n);
      await ours.getOrCompute({ namespace: 'bench', key }, () => answer);
      await ours.getOrCompute({ namespace: 'structured', key: [key] }, () => answer);
      lru.set(key, answer);
      await manager.wrap(key, () => answer);
      await bentoPlain.getOrSet({ key, ttl: TTL_MS, factory: () => answer });
      await bentoJson.getOrSet({ key, ttl: TTL_MS, factory: () => answer });
      await cacheable.getOrSet(key, () => Promise.resolve(answer));
    }
    return { ours, lru, manager, bentoPlain, bentoJson, cacheable };
  },

  measurements: ({ ours, lru, manager, bentoPlain, bentoJson, cacheable }) => ({
    hits: micro({
      ours: awaited((key) => ours.getOrCompute<Answer>({ namespace: 'bench', key }, recompute)),
      oursResolved: awaited(async (key) => {
        return (await ours.resolve<Answer>({ namespace: 'bench', key }, recompute)).value;
      }),
      oursStructured: awaited((key) =>
        ours.getOrCompute<Answer>({ namespace: 'structured', key: [key] }, recompute),
      ),
      lruSync: (n: number) => {
        let sum = 0;
        for (let i = 0; i < n; i++) sum += lru.get(KEYS[i % KEYS.length] ?? '')?.n ?? Number.NaN;
        return sum;
      },
      lruAwaited: awaited((key) => Promise.resolve(lru.get(key))),
      manager: awaited((key) => manager.wrap<Answer>(key, recompute)),
      bentoPlain: awaited((key) => bentoPlain.getOrSet<Answer>({ key, ttl: TTL_MS, factory: recompute })),
      bentoJson: awaited((key) => bentoJson.getOrSet<Answer>({ key, ttl: TTL_MS, factory: recompute })),
      cacheable: awaited((key) => cacheable.getOrSet<Answer>(key, recompute)),
    }),
  }),

  rows: ({ hits }) => {
    const ours = hits.ours.nsPerOp;
    const peers = [
      { name: 'cache-manager 7 wrap', value: hits.manager.nsPerOp },
      { name: 'BentoCache getOrSet, serialize: false', value: hits.bentoPlain.nsPerOp },
      { name: 'BentoCache getOrSet, serialize: true', value: hits.bentoJson.nsPerOp },
      { name: 'cacheable getOrSet', value: hits.cacheable.nsPerOp },
    ];
    const raw = [
      { name: 'lru-cache get, synchronous', value: hits.lruSync.nsPerOp },
      { name: 'lru-cache get, awaited', value: hits.lruAwaited.nsPerOp },
    ];
    const beside = { value: ours, unit: 'ns' };
    return [
      row({ name: 'getOrCompute hit, awaited', ...beside, goal: atMost(250) }),
      // Five times the best of them is five times each of them.
      ...peers.map((peer) =>
        row({ name: `getOrCompute hit beside ${peer.name}`, ...beside, peer, goal: ratioAtMost(0.2) }),
      ),
      // Not peers: no computation, no single flight, no lifetimes of others, no statistics.
      ...raw.map((peer) =>
        row({ name: `getOrCompute hit beside ${peer.name}`, ...beside, peer, goal: noGoal() }),
      ),
      row({ name: 'resolve hit, awaited', value: hits.oursResolved.nsPerOp, unit: 'ns', goal: noGoal() }),
      row({
        name: 'getOrCompute hit, key of one array',
        value: hits.oursStructured.nsPerOp,
        unit: 'ns',
        goal: noGoal(),
      }),
    ];
  },
});
