import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidOptionError } from '@hydrogenai/common';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../../../test/support/free-port.js';
import { startRedisCluster, type RedisCluster } from '../../../../../test/support/redis-cluster.js';
import { startSentinelGroup, type SentinelGroup } from '../../../../../test/support/redis-sentinel.js';
import { startRedis, type RedisServer } from '../../../../../test/support/redis-server.js';
import { selfSigned } from '../../../../../test/support/self-signed.js';
import { probeOnce } from '../../../../../test/support/probe-once.js';
import { slowProxy } from '../../../../../test/support/slow-proxy.js';
import { redisPing } from './redis-ping.probe.js';

const OK = 'CFG-REACH-000 recommendation pass';

let server: RedisServer;
let locked: RedisServer;
beforeAll(async () => {
  [server, locked] = await Promise.all([
    startRedis({ args: ['--maxmemory', '64mb', '--maxmemory-policy', 'allkeys-lru'] }),
    startRedis({ args: ['--requirepass', 'canary-password', '--maxclients', '10'] }),
  ]);
});
afterAll(async () => {
  await Promise.all([server.stop(), locked.stop()]);
});

const withPassword = (password: string, name = '') =>
  locked.url.replace('redis://', `redis://${name}:${password}@`);

describe('one Redis', () => {
  it('lets us in and says what its memory is', async () => {
    const { said, known } = await probeOnce(redisPing(), server.url);
    expect(said).toBe(OK);
    expect(Object.fromEntries(known.map(({ name, value }) => [name, value]))).toEqual({
      'redis.maxMemoryBytes': 64 * 1_048_576,
      'redis.evictionPolicy': 'allkeys-lru',
      'redis.version': expect.any(Number) as number,
    });
    expect(known.every(({ variable, from }) => variable === 'TARGET' && from === 'server')).toBe(true);
  });

  it('refuses a wrong password, a missing one and an unknown user, and none is shown', async () => {
    for (const url of [withPassword('wrong-canary'), locked.url, withPassword('canary-password', 'nobody')]) {
      const { said, finding } = await probeOnce(redisPing(), url);
      expect(said).toBe('CFG-REACH-007 critical fail');
      expect(JSON.stringify(finding)).not.toMatch(/canary|nobody|127\.0\.0\.1/);
    }
    expect((await probeOnce(redisPing(), withPassword('canary-password'))).said).toBe(OK);
  });

  it('has no database of that number', async () => {
    expect((await probeOnce(redisPing(), `${server.url}/99`)).said).toBe('CFG-REACH-008 critical fail');
  });

  it('lets a user in who may not ask for its limits, and not one who may do nothing', async () => {
    const admin = new Redis(server.url);
    await admin.call('ACL', 'SETUSER', 'pinger', 'on', '>secret', '+ping', '+client');
    await admin.call('ACL', 'SETUSER', 'idler', 'on', '>secret', '-@all');
    admin.disconnect();
    const as = (name: string) => probeOnce(redisPing(), server.url.replace('//', `//${name}:secret@`));
    const pinger = await as('pinger');
    expect(pinger.said).toBe(OK);
    expect(pinger.known).toEqual([]);
    expect((await as('idler')).said).toBe('CFG-REACH-014 critical fail');
  });

  it('has no connection to spare', async () => {
    const clients = Array.from(
      { length: 10 },
      () => new Redis(withPassword('canary-password'), { retryStrategy: () => null }),
    );
    await Promise.all(clients.map((client) => client.ping()));
    const { said } = await probeOnce(redisPing(), withPassword('canary-password'));
    await Promise.all(clients.map((client) => client.quit()));
    expect(said).toBe('CFG-REACH-009 warning fail');
  });

  it('is not there', async () => {
    const url = `redis://127.0.0.1:${await freePort()}`;
    expect((await probeOnce(redisPing(), url)).said).toBe('CFG-REACH-001 critical fail');
    expect((await probeOnce(redisPing({ required: false }), url)).said).toBe('CFG-REACH-001 warning fail');
  });

  it('has a host name that does not exist', async () => {
    // No name may be longer than 63 characters (RFC 1035), so that nobody is asked.
    const { said } = await probeOnce(redisPing(), `redis://${'n'.repeat(70)}.example:6379`);
    expect(said).toBe('CFG-REACH-002 critical fail');
  });

  it('hangs, and nothing is known when the time is up', async () => {
    server.freeze();
    try {
      const { said, finding } = await probeOnce(redisPing(), server.url, { budgetMs: 150 });
      expect(said).toBe('CFG-REACH-004 warning unknown');
      expect(finding.ms).toBeGreaterThanOrEqual(150);
    } finally {
      server.thaw();
    }
  });

  it('is slow', async () => {
    await using proxy = await slowProxy(server.port, 60);
    const url = `redis://127.0.0.1:${proxy.port}`;
    expect((await probeOnce(redisPing({ slowAfter: '40ms' }), url)).said).toBe('CFG-REACH-012 warning fail');
    expect((await probeOnce(redisPing({ slowAfter: '30s' }), url)).said).toBe(OK);
  });

  it('loads its data', async () => {
    // So slowly that it still does so when it is asked, and answers in between.
    const args = ['--enable-debug-command', 'yes', '--loading-process-events-interval-bytes', '1024'];
    await using loading = await startRedis({ args });
    const admin = new Redis(loading.url);
    const keys = Array.from({ length: 64 }, (_, index) => [`key-${index}`, 'x'.repeat(2_048)]).flat();
    await admin.mset(keys);
    await admin.call('CONFIG', 'SET', 'rdbcompression', 'no');
    await admin.call('CONFIG', 'SET', 'key-load-delay', '100000');
    const reloaded = admin.call('DEBUG', 'RELOAD').catch(() => undefined);
    try {
      await expect
        .poll(async () => (await probeOnce(redisPing(), loading.url)).said, { timeout: 20_000 })
        .toBe('CFG-REACH-010 warning fail');
    } finally {
      admin.disconnect();
      await reloaded;
    }
  });

  it('is a replica that refuses writes', async () => {
    await using replica = await startRedis({ args: ['--replicaof', '127.0.0.1', String(server.port)] });
    expect((await probeOnce(redisPing(), replica.url)).said).toBe('CFG-REACH-011 critical fail');
  });

  it('is another kind of server, or no address', async () => {
    for (const value of ['http://127.0.0.1:1', 'canary', 'redis://%zz@host']) {
      const { said, finding } = await probeOnce(redisPing(), value);
      expect(said).toBe('CFG-REACH-015 critical fail');
      expect(JSON.stringify(finding)).not.toContain('canary');
    }
  });
});

describe('Redis with TLS', () => {
  let folder: string;
  let secure: RedisServer;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'redis-tls-'));
    const { cert, key } = await selfSigned();
    await writeFile(join(folder, 'cert.pem'), cert);
    await writeFile(join(folder, 'key.pem'), key);
    const port = await freePort();
    const files = ['cert', 'key'].flatMap((part) => [`--tls-${part}-file`, join(folder, `${part}.pem`)]);
    secure = await startRedis({
      port,
      args: ['--port', '0', '--tls-port', String(port), ...files, '--tls-auth-clients', 'no'],
    });
  });
  afterAll(async () => {
    await secure.stop();
    await rm(folder, { recursive: true });
  });

  it('is not trusted when nobody has signed its certificate', async () => {
    const { said } = await probeOnce(redisPing(), secure.url.replace('redis:', 'rediss:'));
    expect(said).toBe('CFG-REACH-003 critical fail');
  });

  it('says nothing to those who speak no TLS', async () => {
    expect((await probeOnce(redisPing(), secure.url)).said).toBe('CFG-REACH-005 warning unknown');
  });

  it('does not answer when the server speaks none, because it waits for a whole line', async () => {
    const url = server.url.replace('redis:', 'rediss:');
    expect((await probeOnce(redisPing(), url, { budgetMs: 200 })).said).toBe('CFG-REACH-004 warning unknown');
  });
});

describe('a Redis Cluster', () => {
  let cluster: RedisCluster;
  beforeAll(async () => (cluster = await startRedisCluster()));
  afterAll(() => cluster.stop());
  const probe = redisPing({ topology: 'cluster' });

  it('lets us in, also when one of the named nodes is not there', async () => {
    const { said, known } = await probeOnce(probe, cluster.urls.join(', '));
    expect(said).toBe(OK);
    expect(known.map(({ name }) => name)).toContain('redis.maxMemoryBytes');
    const absent = `redis://127.0.0.1:${await freePort()}`;
    expect((await probeOnce(probe, `${absent},${cluster.urls[0] ?? ''}`)).said).toBe(OK);
  });

  it('is not taken for a single server, nor a single server for one', async () => {
    expect((await probeOnce(redisPing(), cluster.urls[0] ?? '')).said).toBe('CFG-REACH-015 critical fail');
    expect((await probeOnce(probe, server.url)).said).toBe('CFG-REACH-015 critical fail');
  });

  it('refuses a password that is wrong, and is not there when no node is', async () => {
    expect((await probeOnce(probe, locked.url)).said).toBe('CFG-REACH-007 critical fail');
    expect((await probeOnce(probe, `redis://127.0.0.1:${await freePort()}`)).said).toBe(
      'CFG-REACH-001 critical fail',
    );
    expect((await probeOnce(probe, 'canary,http://x')).said).toBe('CFG-REACH-015 critical fail');
  });
});

describe('Redis behind Sentinels', () => {
  let group: SentinelGroup;
  beforeAll(async () => (group = await startSentinelGroup()));
  afterAll(() => group.stop());

  it('is the master that they name', async () => {
    const { said } = await probeOnce(redisPing({ topology: { master: group.name } }), group.sentinelUrl);
    expect(said).toBe(OK);
  });

  it('is unknown under another name', async () => {
    const { said } = await probeOnce(redisPing({ topology: { master: 'other' } }), group.sentinelUrl);
    expect(said).toBe('CFG-REACH-015 critical fail');
  });

  it('is not there without Sentinels', async () => {
    const url = `redis://127.0.0.1:${await freePort()}`;
    const { said } = await probeOnce(redisPing({ topology: { master: group.name } }), url);
    expect(said).toBe('CFG-REACH-001 critical fail');
  });

  it('takes user and password for the servers from other variables', async () => {
    const topology = { master: group.name, usernameVariable: 'USER', passwordVariable: 'PASSWORD' };
    const { said } = await probeOnce(redisPing({ topology }), group.sentinelUrl, {
      lookUp: (name) => `wrong-canary-${name}`,
    });
    expect(said).toBe('CFG-REACH-007 critical fail');
  });
});

it('is refused with an option out of range', () => {
  expect(() => redisPing({ slowAfter: '2h' })).toThrow(InvalidOptionError);
});
