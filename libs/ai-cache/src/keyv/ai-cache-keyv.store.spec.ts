import { FakeClock } from '@hydrogenai/common/testing';
import { runInContext } from '@hydrogenai/common';
import { CACHE_MANAGER, CacheModule } from '@nestjs/cache-manager';
import { Inject, Injectable, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import type { Cache } from 'cache-manager';
import { Keyv } from 'keyv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AiCacheModule } from '../ai-cache.module.js';
import { AiCacheService } from '../ai-cache.service.js';
import { AiCacheKeyvStore } from './ai-cache-keyv.store.js';

let clock: FakeClock;
let app: TestingModule;
let answers: AiCacheService;
const cleared: string[] = [];
const clear = async (namespace: string): Promise<void> => void cleared.push(namespace);

beforeEach(async () => {
  clock = new FakeClock();
  app = await Test.createTestingModule({ imports: [AiCacheModule.forRoot({ clock, ttl: '1m' })] }).compile();
  await app.init();
  answers = app.get(AiCacheService);
  cleared.length = 0;
});
afterEach(() => app.close());

describe('AiCacheKeyvStore', () => {
  it('stores for Keyv in the cache, with its lifetimes', async () => {
    const keyv = new Keyv({ store: new AiCacheKeyvStore(answers, { clear }), namespace: 'mine' });
    expect(await keyv.get('k')).toBeUndefined();
    await keyv.set('k', { n: [1, null], bytes: Buffer.from('x') });
    await keyv.set('short', 'x', 500);
    expect(await keyv.get('k')).toEqual({ n: [1, null], bytes: Buffer.from('x') });
    expect(answers.stats().namespaces['keyv']).toMatchObject({ stores: 2 });
    clock.advance(500);
    expect(await keyv.get('short')).toBeUndefined();
    expect(await keyv.has('k')).toBe(true);
    // Without a lifetime it is the module's.
    clock.advance(60_000);
    expect(await keyv.get('k')).toBeUndefined();
    await keyv.set('k', 1);
    expect(await keyv.delete('k')).toBe(true);
    expect(await keyv.get('k')).toBeUndefined();
  });

  it('keeps two Keyvs and two tenants apart', async () => {
    const store = new AiCacheKeyvStore(answers, { clear });
    const [one, two] = [new Keyv({ store, namespace: 'one' }), new Keyv({ store, namespace: 'two' })];
    await one.set('k', 1);
    expect(await two.get('k')).toBeUndefined();
    const tenant = { correlationId: 'c', tenant: 'acme' };
    expect(await runInContext(tenant, () => one.get('k'))).toBeUndefined();
  });

  it('clears through the cache, by its namespace', async () => {
    const keyv = new Keyv({ store: new AiCacheKeyvStore(answers, { clear, namespace: 'pages' }) });
    await keyv.clear();
    expect(cleared).toEqual(['pages']);
  });

  it.each([0.5, -1, Number.NaN])('refuses the lifetime %j', async (ttl) => {
    await expect(new AiCacheKeyvStore(answers, { clear }).set('k', 'x', ttl)).rejects.toThrow(
      /^ttl: expected/,
    );
  });

  it('carries the CacheModule of Nest', async () => {
    @Injectable()
    class Pages {
      constructor(@Inject(CACHE_MANAGER) readonly manager: Cache) {}
    }
    @Module({
      imports: [
        CacheModule.registerAsync({
          inject: [AiCacheService],
          useFactory: (cache: AiCacheService) => ({ stores: [new AiCacheKeyvStore(cache, { clear })] }),
        }),
      ],
      providers: [Pages],
    })
    class Application {}
    const imports = [AiCacheModule.forRoot({ ttl: '1m' }), Application];
    const application = await Test.createTestingModule({ imports }).compile();
    await application.init();
    const { manager } = application.get(Pages);
    await manager.set('k', { page: 1 });
    expect(await manager.get('k')).toEqual({ page: 1 });
    expect(application.get(AiCacheService).stats().namespaces['keyv']).toMatchObject({ stores: 1, l1: 1 });
    await application.close();
  });
});
