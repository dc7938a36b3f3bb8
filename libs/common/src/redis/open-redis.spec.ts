import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTypeScript } from '../../../../test/support/child-process.js';
import { startRedisCluster, type RedisCluster } from '../../../../test/support/redis-cluster.js';
import { startRedis, type RedisServer } from '../../../../test/support/redis-server.js';
import { InvalidOptionError } from '../errors/invalid-option.error.js';
import { openRedis } from './open-redis.js';
import { isCluster } from './redis-like.js';
import type { RedisSource } from './redis-source.js';
import { waitUntilReady } from './wait-until-ready.js';

const closer = fileURLToPath(new URL('../../../../test/support/fixtures/redis-closer.ts', import.meta.url));

let server: RedisServer;
let cluster: RedisCluster;

beforeAll(async () => {
  server = await startRedis();
  cluster = await startRedisCluster();
});
afterAll(async () => {
  await Promise.all([server.stop(), cluster.stop()]);
});

const sources: [string, () => RedisSource][] = [
  ['a server', () => ({ url: server.url })],
  ['a Cluster', () => ({ nodes: cluster.urls })],
];

describe.each(sources)('openRedis of %s', (_, source) => {
  it('makes a client that can be used when it is ready, and closes it', async () => {
    const { client, owned, close } = openRedis(source(), { name: 'opened', commandTimeout: '2s' });
    expect(owned).toBe(true);
    expect(isCluster(client)).toBe(source().nodes !== undefined);
    expect(await waitUntilReady(client, 10_000)).toBe(true);
    expect(await client.set('opened', 'yes')).toBe('OK');
    close();
    close();
    await expect(client.get('opened')).rejects.toBeInstanceOf(Error);
  });

  it('hands the command timeout on', () => {
    expect(() => openRedis(source(), { commandTimeout: 0 })).toThrow(InvalidOptionError);
    expect(() => openRedis(source(), { connectTimeout: '2h' })).toThrow(InvalidOptionError);
  });

  it('leaves a given client alone', async () => {
    const own = openRedis(source(), { commandTimeout: '2s' });
    const given = openRedis({ client: own.client });
    expect(given.client).toBe(own.client);
    expect(given.owned).toBe(false);
    expect(await waitUntilReady(given.client, 10_000)).toBe(true);
    given.close();
    expect(await given.client.set('given', 'yes')).toBe('OK');
    own.close();
  });

  it.each(['healthy', 'hung'])(
    'leaves nothing that holds a process open, when Redis is %s',
    async (state) => {
      await using child = await runTypeScript(closer, { args: [JSON.stringify(source())] });
      expect(await child.waitForLine(/ready$/)).toBe('ready');
      const servers = [server, ...cluster.nodes];
      if (state === 'hung') for (const each of servers) each.freeze();
      try {
        child.signal('SIGUSR2');
        expect(await child.endsWithin(5_000)).toEqual({ code: 0, signal: null });
      } finally {
        for (const each of servers) each.thaw();
        await cluster.untilOk();
      }
      expect(child.stderr).toBe('');
    },
  );
});

it('refuses a bad URL without quoting it', () => {
  expect(() => openRedis({ url: 'http://canary' })).toThrow(InvalidOptionError);
  expect(() => openRedis({ url: 'http://canary' })).not.toThrow('canary');
  expect(() => openRedis({ nodes: ['redis://canary', 'rediss://canary'] })).not.toThrow('canary');
});

it('takes a client of one server for what it is', () => {
  const client = new Redis({ lazyConnect: true });
  const opened: { client: Redis } = openRedis({ client });
  expect(isCluster(opened.client)).toBe(false);
  client.disconnect();
});
