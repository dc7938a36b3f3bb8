import { AiCacheModule, AiCacheService } from '@hydrogenai/ai-cache';
import { NestFactory } from '@nestjs/core';

const POPULAR = 1_000;
const BATCHES = 60;
const HITS = 20_000;
/** Room for a million small answers: about 600 bytes each. */
const ROOMY_BYTES = 2 * 1024 ** 3;

export interface GrowthReport {
  /** Of an awaited hit, in the fastest batch: the one that nothing else on the machine disturbed. */
  readonly fastestNs: number;
  readonly medianNs: number;
  readonly entries: number;
}

/** Fills a cache and measures hits on a thousand of its entries, in a process with nothing else in its heap. */
export async function start({ entries }: { readonly entries: number }): Promise<GrowthReport> {
  const module = AiCacheModule.forRoot({ l1: { maxBytes: ROOMY_BYTES }, ttl: '1h' });
  const app = await NestFactory.createApplicationContext(module, { logger: false });
  const cache = app.get(AiCacheService);
  for (let n = 0; n < entries; n++) await cache.set({ namespace: 'bench', key: `question:${n}` }, n);
  const first = Math.floor((entries - POPULAR) / 2);
  const keys = Array.from({ length: POPULAR }, (_, n) => `question:${first + n}`);
  const recompute = (): never => {
    throw new Error('Every lookup of this bench is a hit.');
  };
  const batches: number[] = [];
  for (let batch = 0; batch < BATCHES; batch++) {
    const startedMs = performance.now();
    for (let hit = 0; hit < HITS; hit++) {
      await cache.getOrCompute({ namespace: 'bench', key: keys[hit % POPULAR] ?? '' }, recompute);
    }
    batches.push(((performance.now() - startedMs) * 1e6) / HITS);
  }
  const ordered = batches.toSorted((one, other) => one - other);
  const held = cache.stats().l1.entries;
  await app.close();
  return {
    fastestNs: ordered[0] ?? Number.NaN,
    medianNs: ordered[Math.floor(BATCHES / 2)] ?? Number.NaN,
    entries: held,
  };
}
