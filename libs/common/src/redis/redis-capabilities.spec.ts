import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startRedis, type RedisServer } from '../../../../test/support/redis-server.js';
import { redisCapabilities } from './redis-capabilities.js';
import { createRedisClient } from './redis-client.js';
import { waitUntilReady } from './wait-until-ready.js';

describe('redisCapabilities', () => {
  let server: RedisServer;
  const clients: Redis[] = [];
  const connect = async (url = server.url): Promise<Redis> => {
    const client = createRedisClient({ url });
    clients.push(client);
    expect(await waitUntilReady(client, 5_000)).toBe(true);
    return client;
  };
  const infoCalls = async (client: Redis): Promise<number> =>
    Number(/cmdstat_info:calls=(\d+)/.exec(await client.info('commandstats'))?.[1]);

  beforeAll(async () => {
    server = await startRedis();
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.disconnect();
  });
  afterAll(async () => {
    await server.stop();
  });

  it('says what the server says of itself, and the features agree with the server', async () => {
    const client = await connect();
    const said = await client.info('server');
    const capabilities = await redisCapabilities(client);
    expect(capabilities.kind).toBe('redis');
    expect(said).toContain(`redis_version:${capabilities.version?.join('.')}\r\n`);
    expect(capabilities.mode).toBe('standalone');
    const commands = async (name: string): Promise<boolean> => {
      const [known]: unknown[] = Array.of(await client.call('COMMAND', 'INFO', name)).flat();
      return known !== null;
    };
    expect(capabilities.has('functions')).toBe(await commands('fcall'));
    expect(capabilities.has('shardedPubSub')).toBe(await commands('spublish'));
    expect(capabilities.has('hashFieldExpiry')).toBe(await commands('hexpire'));
  });

  it('asks once for each connection, however often and at once it is called', async () => {
    const client = await connect();
    const before = await infoCalls(client);
    const answers = await Promise.all([1, 2, 3].map(() => redisCapabilities(client)));
    answers.push(await redisCapabilities(client));
    expect(new Set(answers).size).toBe(1);
    // One for us, one for having counted before.
    expect(await infoCalls(client)).toBe(before + 2);

    client.disconnect(true);
    await expect.poll(() => client.status, { timeout: 2_000 }).not.toBe('ready');
    expect(await waitUntilReady(client, 5_000)).toBe(true);
    expect(await redisCapabilities(client)).not.toBe(answers[0]);
    expect(client.listenerCount('close')).toBe((await connect()).listenerCount('close') + 1);
  });

  it('knows nothing of a server that refuses to say it', async () => {
    const admin = await connect();
    await admin.acl('SETUSER', 'quiet', 'on', '>secret', '+@all', '~*');
    const client = await connect(server.url.replace('//', '//quiet:secret@'));
    await admin.acl('SETUSER', 'quiet', '-info'); // only now: connecting asks INFO as well
    const capabilities = await redisCapabilities(client);
    expect(capabilities).toMatchObject({ kind: 'unknown', mode: 'unknown' });
    expect(capabilities.version).toBeUndefined();
    expect(capabilities.has('functions')).toBeUndefined();
  });

  it('passes on that a server does not answer, and asks again next time', async () => {
    const client = await connect();
    server.freeze();
    try {
      await expect(redisCapabilities(client)).rejects.toThrow('Command timed out');
    } finally {
      server.thaw();
    }
    await expect.poll(() => client.ping().catch(() => ''), { timeout: 2_000 }).toBe('PONG');
    expect(await redisCapabilities(client)).toMatchObject({ kind: 'redis' });
  });
});
