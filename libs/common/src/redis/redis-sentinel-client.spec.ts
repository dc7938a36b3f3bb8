import { fileURLToPath } from 'node:url';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runTypeScript } from '../../../../test/support/child-process.js';
import { startSentinelGroup, type SentinelGroup } from '../../../../test/support/redis-sentinel.js';
import { openRedis, type OpenedRedis } from './open-redis.js';
import { redisSentinelOptions } from './redis-sentinel-client.js';
import { waitUntilReady } from './wait-until-ready.js';

const closer = fileURLToPath(new URL('../../../../test/support/fixtures/redis-closer.ts', import.meta.url));

describe('redisSentinelOptions', () => {
  it('bounds every wait, and tells what is for the Sentinels from what is for the servers', () => {
    const options = redisSentinelOptions({
      name: 'n',
      source: {
        sentinels: ['rediss://s:p%40@one', 'rediss://s:p%40@two:7'],
        name: 'main',
        username: 'u',
        password: 'q',
        database: 3,
      },
    });
    expect(options).toMatchObject({
      sentinels: [
        { host: 'one', port: 26_379 },
        { host: 'two', port: 7 },
      ],
      name: 'main',
      role: 'master',
      sentinelUsername: 's',
      sentinelPassword: 'p@',
      sentinelTLS: {},
      enableTLSForSentinelMode: true,
      username: 'u',
      password: 'q',
      tls: {},
      db: 3,
      connectionName: 'n',
      enableOfflineQueue: false,
      commandTimeout: 200,
      autoResendUnfulfilledCommands: false,
      failoverDetector: true,
    });
  });
});

describe('a client behind Sentinels', () => {
  let group: SentinelGroup;
  let opened: OpenedRedis<Redis>;
  beforeEach(async () => {
    group = await startSentinelGroup();
    opened = openRedis({ sentinels: [group.sentinelUrl], name: group.name });
    await waitUntilReady(opened.client, 10_000);
  });
  afterEach(async () => {
    opened.close();
    await group.stop();
  });

  /** Port of the server that takes a write now; what fails meanwhile counts as none. */
  async function writtenTo(): Promise<number | undefined> {
    try {
      await opened.client.set('key', 'value');
      const [role] = await opened.client.role();
      return role === 'master' ? opened.client.stream.remotePort : undefined;
    } catch {
      return undefined;
    }
  }

  it('holds no process open once it is closed', async () => {
    const source = JSON.stringify({ sentinels: [group.sentinelUrl], name: group.name });
    await using child = await runTypeScript(closer, { args: [source] });
    await child.waitForLine(/^ready/);
    process.kill(child.pid, 'SIGUSR2');
    expect(await child.endsWithin(5_000)).toEqual({ code: 0, signal: null });
  });

  it.each<[string, (group: SentinelGroup) => unknown]>([
    ['was killed', ({ first }) => first.stop()],
    ['hangs', ({ first }) => first.freeze()],
  ])('follows the master to another server when it %s', async (_, lose) => {
    expect(await writtenTo()).toBe(group.first.port);
    await lose(group);
    await expect.poll(writtenTo, { timeout: 40_000, interval: 100 }).toBe(group.second.port);
  });
});
