import type { Duration } from '@hydrogenai/common';
import { Redis } from 'ioredis';
import { startCacheApp, type CacheApp } from './cache-app.js';
import type { Change, History, Read } from './staleness.js';

/** What a racer did, and what its cache did. */
export interface Report extends History {
  readonly outdated: number;
  readonly stores: number;
  readonly hits: { readonly l1: number; readonly l2: number; readonly flight: number };
}

const KEYS = 6;
const WORKERS = 6;
const SHARE_OF_CHANGES = 0.5;

/** One of several that load, invalidate and read the same few answers. Its source is in Redis, under `source:<key>`. */
export class Racer implements AsyncDisposable {
  private readonly reads: Read[] = [];
  private readonly changes: Change[] = [];
  private left = 0;

  private constructor(
    private readonly source: Redis,
    private readonly app: CacheApp,
  ) {}

  /** @param lease of its cache. Default: generous, for a busy machine. */
  static async start(url: string, lease: Duration = '5s'): Promise<Racer> {
    const app = await startCacheApp({ l2: { url }, l2DeadlineMs: 5_000, lease });
    return new Racer(new Redis(url), app);
  }

  /** Waits for an item of the list `go`, and does so many steps. */
  async run(steps: number): Promise<Report> {
    this.left = steps;
    await this.source.blpop('go', 0);
    await Promise.all(Array.from({ length: WORKERS }, () => this.work()));
    const { outdated, stores, hits } = this.app.cache.stats();
    return { reads: this.reads, changes: this.changes, outdated, stores, hits };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.app.close();
    this.source.disconnect();
  }

  private async work(): Promise<void> {
    while (this.left-- > 0) {
      const key = Math.floor(Math.random() * KEYS);
      if (Math.random() < SHARE_OF_CHANGES) await this.change(key);
      else await this.read(key);
    }
  }

  private async read(key: number): Promise<void> {
    const askedNs = this.now();
    const derived = key % 2 === 0;
    const request = { namespace: `n${key}`, key: 'k', tags: derived ? [] : [`t${key}`] };
    const version = await this.app.cache.getOrCompute(request, () => this.load(key), {
      tags: (value) => (derived ? [`t${key}`, `v${value}`] : []),
    });
    this.reads.push({ key, version, askedNs });
  }

  private async load(key: number): Promise<number> {
    await this.pause();
    const version = Number(await this.source.get(`source:${key}`));
    await this.pause();
    return version;
  }

  private async change(key: number): Promise<void> {
    const version = await this.source.incr(`source:${key}`);
    const kind = Math.random();
    const request = { namespace: `n${key}`, key: 'k' };
    if (kind < 0.25) await this.app.cache.delete(request);
    else if (kind < 0.5) await this.app.cache.invalidate({ tags: [`t${key}`] });
    else if (kind < 0.75) await this.app.cache.invalidate({ namespace: request.namespace });
    else await this.app.cache.invalidate({ keys: [request], tags: ['unused'] });
    this.changes.push({ key, version, acknowledgedNs: this.now() });
  }

  /** Some turns of the event loop. */
  private async pause(): Promise<void> {
    for (let turns = Math.floor(Math.random() * 4); turns > 0; turns--) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  private now(): number {
    return Number(process.hrtime.bigint());
  }
}
