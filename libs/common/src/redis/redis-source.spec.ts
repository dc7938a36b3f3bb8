import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { InvalidOptionError } from '../errors/invalid-option.error.js';
import { checkRedisSource, type RedisSource } from './redis-source.js';

/** What JavaScript or JSON may give, past the types. */
function check(source: unknown): () => RedisSource {
  return () => checkRedisSource(source as RedisSource, 'l2');
}

describe('checkRedisSource', () => {
  it('takes a server, the nodes of a Cluster, Sentinels, or a client, and gives it back', () => {
    const client = new Redis({ lazyConnect: true });
    for (const source of [
      { url: 'rediss://user:password@host:7000/2' },
      { nodes: ['redis://a:7000', 'redis://b:7001'] },
      { nodes: ['rediss://u:p%40@a', 'rediss://u:p%40@b:7001'] },
      { sentinels: ['redis://a', 'redis://b:26380'], name: 'main', password: 'p', database: 2 },
      { client },
    ]) {
      expect(check(source)()).toBe(source);
    }
    client.disconnect();
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'redis://:canary@host'],
    ['an empty object', {}],
    ['two of them', { url: 'redis://:canary@host', nodes: ['redis://:canary@host'] }],
    ['all of them', { url: 'redis://canary', nodes: [], client: { evalsha: () => 'canary' } }],
  ])('refuses %s', (_, source) => {
    expect(check(source)).toThrow(InvalidOptionError);
    expect(check(source)).toThrow(
      /^l2: expected exactly one of { url }, { nodes }, { sentinels, name } and { client }/,
    );
    expect(check(source)).not.toThrow('canary');
  });

  it.each([
    ['l2.url', { url: 'http://canary' }],
    ['l2.url', { url: 42 }],
    ['l2.nodes', { nodes: [] }],
    ['l2.nodes', { nodes: 'redis://canary' }],
    ['l2.nodes[1]', { nodes: ['redis://a', 'canary'] }],
    ['l2.nodes', { nodes: ['redis://a', 'redis://canary/1'] }],
    ['l2.nodes', { nodes: ['redis://u:canary@a', 'redis://u:other@b'] }],
    ['l2.nodes', { nodes: ['redis://canary:p@a', 'redis://other:p@b'] }],
    ['l2.nodes', { nodes: ['redis://:canary@a', 'redis://b'] }],
    ['l2.nodes', { nodes: ['redis://a', 'rediss://canary'] }],
    ['l2.sentinels', { sentinels: [], name: 'main' }],
    ['l2.sentinels', { sentinels: 'redis://canary', name: 'main' }],
    ['l2.sentinels[1]', { sentinels: ['redis://a', 'canary'], name: 'main' }],
    ['l2.sentinels', { sentinels: ['redis://:canary@a', 'redis://b'], name: 'main' }],
    ['l2.name', { sentinels: ['redis://:canary@a'] }],
    ['l2.name', { sentinels: ['redis://a'], name: 'canary canary' }],
    ['l2.password', { sentinels: ['redis://a'], name: 'main', password: ['canary'] }],
    ['l2.database', { sentinels: ['redis://:canary@a'], name: 'main', database: -1 }],
    ['l2.client', { client: 'canary' }],
    ['l2.client', { client: { get: () => 'canary' } }],
  ])('refuses a wrong %s and quotes nothing of it', (field, source) => {
    expect(check(source)).toThrow(InvalidOptionError);
    expect(check(source)).toThrow(`${field}: expected`);
    expect(check(source)).not.toThrow('canary');
  });
});
