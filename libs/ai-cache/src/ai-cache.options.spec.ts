import { Cluster, Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { resolveAiCacheOptions, type AiCacheOptions } from './ai-cache.options.js';

describe('the options of AiCacheModule', () => {
  it('are all optional', () => {
    expect(resolveAiCacheOptions()).toMatchObject({
      maxBytes: 64 * 1024 * 1024,
      l2: undefined,
      l2DeadlineMs: 50,
      prefix: 'hydrogenai',
      ttlMs: 600_000,
      maxTtlMs: 30 * 86_400_000,
      leaseMs: 1_000,
    });
    expect(resolveAiCacheOptions({ ttl: '365d' }).maxTtlMs).toBe(365 * 86_400_000);
  });

  it.each([
    ['l1.maxBytes', { l1: { maxBytes: 1_000 } }],
    ['l1.maxBytes', { l1: { maxBytes: 65_536.5 } }],
    ['l1.maxBytes', { l1: { maxBytes: Number.NaN } }],
    ['l2DeadlineMs', { l2DeadlineMs: 0 }],
    ['l2DeadlineMs', { l2DeadlineMs: 10_001 }],
    ['l2DeadlineMs', { l2DeadlineMs: 1.5 }],
    ['prefix', { prefix: '' }],
    ['prefix', { prefix: 'a:b' }],
    ['prefix', { prefix: '{a}' }],
    ['ttl', { ttl: 0 }],
    ['ttl', { ttl: 0.5 }],
    ['ttl', { ttl: -1 }],
    ['ttl', { ttl: Number.NaN }],
    ['ttl', { ttl: '1.5s' }],
    ['ttl', { ttl: '2h', maxTtl: '1h' }],
    ['maxTtl', { maxTtl: 0 }],
    ['maxTtl', { maxTtl: '366d' }],
    ['lease', { lease: 99 }],
    ['lease', { lease: '61s' }],
  ] as const)('name the field %s when %j is refused', (field, options: AiCacheOptions) => {
    expect(() => resolveAiCacheOptions(options)).toThrow(new RegExp(`^${field}: expected .*, received`));
  });

  it('refuse what JavaScript callers may write for l2', () => {
    const client = new Redis({ lazyConnect: true });
    // What the types forbid.
    const both = { l2: { url: 'redis://secret@host', client } } as unknown as AiCacheOptions;
    const neither = { l2: {} } as unknown as AiCacheOptions;
    expect(() => resolveAiCacheOptions(both)).toThrow(/^l2: expected/);
    expect(() => resolveAiCacheOptions(both)).not.toThrow(/secret/);
    expect(() => resolveAiCacheOptions(neither)).toThrow(/^l2: expected/);
  });

  it('refuse a URL that cannot be read before anything starts, without quoting it', () => {
    const wrong = { l2: { url: 'http://:canary@host' } };
    expect(() => resolveAiCacheOptions(wrong)).toThrow(/^l2.url: expected/);
    expect(() => resolveAiCacheOptions(wrong)).not.toThrow(/canary/);
  });

  it('refuse a Redis Cluster, named or as a client, because CACHE_MANAGER would fail on it', () => {
    const client = new Cluster(['redis://host'], { lazyConnect: true });
    for (const l2 of [{ nodes: ['redis://:canary@host'] }, { client }]) {
      // What the types forbid.
      const options = { l2 } as unknown as AiCacheOptions;
      expect(() => resolveAiCacheOptions(options)).toThrow(/^l2: expected one server.*Redis Cluster/);
      expect(() => resolveAiCacheOptions(options)).not.toThrow(/canary/);
    }
  });

  it('take a server or a client of one', () => {
    const client = new Redis({ lazyConnect: true });
    for (const l2 of [{ url: 'redis://host' }, { client }]) {
      expect(resolveAiCacheOptions({ l2 }).l2).toBe(l2);
    }
  });
});
