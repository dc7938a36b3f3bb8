import { randomBytes } from 'node:crypto';
import { Cluster, Redis } from 'ioredis';
import { Keyv } from 'keyv';
import { describe, expect, it } from 'vitest';
import type { StoreFilter } from './filter/store-filter.js';
import { resolveAiCacheOptions, type AiCacheOptions } from './ai-cache.options.js';

describe('the options of AiCacheModule', () => {
  it('are all optional', () => {
    expect(resolveAiCacheOptions()).toMatchObject({
      maxBytes: 64 * 1024 * 1024,
      l2: undefined,
      l2DeadlineMs: 40,
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
    // No bound at all.
    ['l1.maxBytes', { l1: { maxBytes: Infinity } }],
    ['l1.maxBytes', { l1: { maxBytes: 0 } }],
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
    // Casts stand for callers without types.
    ['tenant', { tenant: 'acme' as unknown as () => string }],
    ['roles', { roles: ['admin'] as unknown as () => readonly string[] }],
    ['filter', { filter: { version: '1' } as unknown as StoreFilter }],
    ['filter.version', { filter: { version: '', check: () => ({ clean: true }) } }],
    ['filter.version', { filter: { version: 'a b', check: () => ({ clean: true }) } }],
  ] as const)('name the field %s when %j is refused', (field, options: AiCacheOptions) => {
    expect(() => resolveAiCacheOptions(options)).toThrow(new RegExp(`^${field}: expected .*, received`));
  });

  it('make a keyring of the keys, and check keys and third tier before anything starts', () => {
    const secret = randomBytes(32);
    const { keyring } = resolveAiCacheOptions({ encryption: { keys: [{ id: 'k', secret }] } });
    expect(keyring?.active).toBe('k');
    const unknown = { encryption: { keys: [{ id: 'k', secret }], active: 'other' } };
    expect(() => resolveAiCacheOptions(unknown)).toThrow(
      /^encryption.active: expected the id of one of the keys/,
    );
    const short = { encryption: { keys: [{ id: 'k', secret: 'canary' }] } };
    expect(() => resolveAiCacheOptions(short)).toThrow(
      /^encryption.keys\[0\].secret: expected 32 random bytes/,
    );
    expect(() => resolveAiCacheOptions(short)).not.toThrow(/canary/);
    const l2 = { url: 'redis://localhost' };
    const late = { l2, l3: { keyv: new Keyv(), deadlineMs: -1 } };
    expect(() => resolveAiCacheOptions(late)).toThrow(/^l3.deadlineMs: expected/);
    // Redis tells what of it is outdated.
    expect(() => resolveAiCacheOptions({ l3: { keyv: new Keyv() } })).toThrow(/^l3: expected .* beside l2/);
    const hasty = { freshness: { softTimeout: '2s', hardTimeout: '1s' } } as const;
    expect(() => resolveAiCacheOptions(hasty)).toThrow(/^freshness.hardTimeout: expected/);
    expect(() => resolveAiCacheOptions({ waitForOthers: 0 })).toThrow(/^waitForOthers: expected/);
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

  it('take a server, a Cluster, Sentinels, or a client of either', () => {
    const server = new Redis({ lazyConnect: true });
    const cluster = new Cluster(['redis://host'], { lazyConnect: true });
    const kinds: AiCacheOptions['l2'][] = [
      { url: 'redis://host' },
      { nodes: ['redis://host:7000', 'redis://host:7001'] },
      { sentinels: ['redis://host'], name: 'main' },
      { client: server },
      { client: cluster },
    ];
    for (const l2 of kinds) expect(resolveAiCacheOptions({ l2 }).l2).toBe(l2);
  });
});
