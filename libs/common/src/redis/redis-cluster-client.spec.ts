import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Cluster } from 'ioredis';
import { startRedisCluster, type RedisCluster } from '../../../../test/support/redis-cluster.js';
import { withNode } from '../../../../test/support/redis-cluster-node.js';
import { InvalidOptionError } from '../errors/invalid-option.error.js';
import { collectFacts } from '../testing/collect-facts.js';
import type { Duration } from '../time/duration.js';
import { closeRedisClient } from './close-redis-client.js';
import { slotOf } from './key-slot.policy.js';
import { redisCapabilities } from './redis-capabilities.js';
import { createRedisCluster, redisClusterOptions } from './redis-cluster-client.js';
import { redisConnection } from './redis-connection.facts.js';
import { waitUntilReady } from './wait-until-ready.js';

/** How long a call took, and how it ended. */
async function timed(call: () => Promise<unknown>): Promise<{ ms: number; outcome: unknown }> {
  const startedMs = performance.now();
  const outcome = await call().catch((error: unknown) => error);
  return { ms: performance.now() - startedMs, outcome };
}

describe('redisClusterOptions', () => {
  it('bounds every wait, sends nothing twice, and hands credentials to every node', () => {
    const options = redisClusterOptions({ nodes: ['rediss://u:p%40@h:7', 'rediss://u:p%40@i'], name: 'n' });
    expect(options).toMatchObject({
      enableOfflineQueue: false,
      scaleReads: 'master',
      retryDelayOnFailover: 0,
      retryDelayOnClusterDown: 0,
      redisOptions: {
        connectionName: 'n',
        commandTimeout: 200,
        connectTimeout: 2_000,
        autoResendUnfulfilledCommands: false,
        username: 'u',
        password: 'p@',
        tls: {},
      },
    });
    expect([1, 20, 1_000_000].map((attempt) => options.clusterRetryStrategy?.(attempt))).toEqual([
      50, 1_000, 1_000,
    ]);
  });

  it('leaves names to the connection, so that certificates fit', () => {
    let found: unknown;
    redisClusterOptions({ nodes: ['redis://h'] }).dnsLookup?.('redis.example', (_, address) => {
      found = address;
    });
    expect(found).toBe('redis.example');
  });

  it.each([
    ['redis.nodes', { nodes: [] }],
    ['redis.commandTimeout', { nodes: ['redis://h'], commandTimeout: 0 }],
    ['redis.connectTimeout', { nodes: ['redis://h'], connectTimeout: '61m' as const }],
  ])('refuses a wrong %s', (field, options) => {
    const read = (): unknown => redisClusterOptions(options);
    expect(read).toThrow(InvalidOptionError);
    expect(read).toThrow(`${field}: expected`);
  });
});

describe('a client of a real Cluster', () => {
  let cluster: RedisCluster;
  const clients: Cluster[] = [];

  interface Connect {
    readonly commandTimeout?: Duration;
    readonly refreshMs?: number;
    readonly nodes?: readonly string[];
    readonly name?: string;
  }
  const open = (options: Connect = {}): Cluster => {
    const client = createRedisCluster({ nodes: cluster.urls, commandTimeout: '2s', ...options });
    clients.push(client);
    return client;
  };
  const connect = async (options: Connect = {}): Promise<Cluster> => {
    const client = open(options);
    expect(await waitUntilReady(client, 10_000)).toBe(true);
    return client;
  };
  const onEveryNode = (work: Parameters<typeof withNode<unknown>>[1]): Promise<unknown> =>
    Promise.all(cluster.nodes.map((node) => withNode(node, work)));

  beforeAll(async () => {
    // Otherwise one lost node takes the whole Cluster down, and nothing is learnt about the others.
    cluster = await startRedisCluster({ args: ['--cluster-require-full-coverage', 'no'] });
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) closeRedisClient(client);
    await cluster.untilOk();
  });
  afterAll(async () => {
    await cluster.stop();
  });

  it('serves many commands at once, to every node, as soon as it is ready', async () => {
    for (let round = 0; round < 5; round += 1) {
      const client = await connect();
      const keys = Array.from({ length: 60 }, (_, index) => `burst-${index}`);
      const outcomes = await Promise.allSettled(keys.map((key) => client.set(key, key)));
      expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
      expect(await Promise.all(keys.map((key) => client.get(key)))).toEqual(keys);
    }
  });

  it('finds all nodes by one of them, and shows its name on each', async () => {
    const [first = ''] = cluster.urls;
    const client = await connect({ nodes: [first], name: 'finder' });
    for (const [node, key] of cluster.keysOf('found')) {
      await client.set(key, 'value');
      expect(await withNode(node, (client) => client.client('LIST'))).toContain(' name=finder ');
    }
    expect(client.nodes('master')).toHaveLength(3);
  });

  it('is ready though a seed is gone', async () => {
    const client = await connect({ nodes: ['redis://127.0.0.1:1', ...cluster.urls] });
    await client.set('seeded', 'yes');
    expect(await client.get('seeded')).toBe('yes');
  });

  it('hands user and password to the nodes that it finds, and is not ready with wrong ones', async () => {
    const [first = ''] = cluster.urls;
    await onEveryNode((node) => node.acl('SETUSER', 'app', 'on', '>secret', '+@all', '~*'));
    const client = await connect({ nodes: [first.replace('//', '//app:secret@')] });
    for (const key of cluster.keysOf('with-password').values()) await client.set(key, 'value');
    for (const node of client.nodes('master')) expect(await node.acl('WHOAMI')).toBe('app');

    using facts = collectFacts(redisConnection);
    const stranger = open({ nodes: [first.replace('//', '//app:canary@')], name: 'stranger' });
    expect(await waitUntilReady(stranger, 500)).toBe(false);
    expect(facts.facts.some(({ name, event }) => name === 'stranger' && event === 'error')).toBe(true);
    expect(JSON.stringify(facts.facts)).not.toContain('canary');
  });

  it('says that it is a Cluster', async () => {
    expect(await redisCapabilities(await connect())).toMatchObject({ kind: 'redis', mode: 'cluster' });
  });

  describe('a node that hangs', () => {
    it('costs the command timeout and no more, and only for its own keys', async () => {
      const client = await connect({ commandTimeout: '200ms' });
      const keys = cluster.keysOf('hung');
      for (const key of keys.values()) await client.set(key, 'before');
      const hung = cluster.masterOf('any');
      hung.freeze();
      try {
        for (const [node, key] of keys) {
          const calls = await Promise.all(Array.from({ length: 10 }, () => timed(() => client.get(key))));
          if (node === hung) {
            for (const { outcome } of calls) expect(String(outcome)).toMatch(/timed out|closed/);
            expect(Math.max(...calls.map(({ ms }) => ms))).toBeLessThan(1_500);
          } else {
            expect(calls.map(({ outcome }) => outcome)).toEqual(calls.map(() => 'before'));
          }
        }
      } finally {
        hung.thaw();
      }
      const key = keys.get(hung) ?? '';
      await expect.poll(() => client.get(key).catch(() => 'not yet'), { timeout: 5_000 }).toBe('before');
    });

    it('is not asked for ever for what another has taken over', async () => {
      const client = await connect({ commandTimeout: '200ms', refreshMs: 100 });
      const key = 'taken-over';
      const slot = slotOf(key);
      const hung = cluster.masterOf(key);
      const heir = cluster.otherThan(hung);
      await client.set(key, 'before');
      hung.freeze();
      try {
        // As a replica does that takes over: its claim is younger than that of the node that hangs.
        await withNode(heir, (node) => node.cluster('SETSLOT', slot, 'IMPORTING', hung.id));
        for (const node of cluster.nodes.filter((node) => node !== hung).sort((a) => (a === heir ? -1 : 1))) {
          await withNode(node, (client) => client.cluster('SETSLOT', slot, 'NODE', heir.id));
        }
        await expect
          .poll(() => client.set(key, 'after').catch(() => 'not yet'), { timeout: 5_000 })
          .toBe('OK');
        expect(await withNode(heir, (node) => node.get(key))).toBe('after');
      } finally {
        hung.thaw();
      }
      // What the thawed node still holds of the slot, it drops when it hears of the younger claim.
      await expect
        .poll(() => withNode(hung, (node) => node.get(key)).catch(String), { timeout: 10_000 })
        .toContain('MOVED');
      await cluster.moveSlot(slot, heir, hung); // home again, and the helper knows it
    });
  });

  it('fails at once for a node that is gone, tells it as facts, and is back soon after its return', async () => {
    using connection = collectFacts(redisConnection);
    const client = await connect({ name: 'gone', commandTimeout: '10s' });
    const keys = cluster.keysOf('lost');
    for (const key of keys.values()) await client.set(key, 'before');
    const lost = cluster.masterOf('any');
    const lostKey = keys.get(lost) ?? '';
    const inFlight = timed(() => client.eval('while true do end', 1, lostKey));
    await lost.stop();
    const cut = await inFlight;
    expect(cut.outcome).toBeInstanceOf(Error);
    expect(cut.ms).toBeLessThan(5_000);
    for (const [node, key] of keys) {
      const { ms, outcome } = await timed(() => client.get(key));
      expect(ms).toBeLessThan(5_000);
      if (node === lost) expect(outcome).toBeInstanceOf(Error);
      else expect(outcome).toBe('before');
    }
    await expect
      .poll(
        async () => {
          await client.get(lostKey).catch(() => undefined);
          return connection.facts;
        },
        { timeout: 5_000 },
      )
      .toContainEqual({ name: 'gone', event: 'error', code: 'ECONNREFUSED' });
    const own = connection.facts.filter(({ name }) => name === 'gone');
    expect(own[0]).toEqual({ name: 'gone', event: 'ready' });
    for (const fact of own)
      expect(['name', 'event', 'code']).toEqual(expect.arrayContaining(Object.keys(fact)));

    await lost.restart();
    await expect
      .poll(() => client.set(lostKey, 'after').catch(() => 'not yet'), { timeout: 10_000 })
      .toBe('OK');
  });

  it('is not ready without a Cluster, fails at once, leaves no listener, and comes when the Cluster does', async () => {
    for (const node of cluster.nodes) node.freeze();
    let client: Cluster;
    try {
      client = open({ commandTimeout: '300ms' });
      const listeners = client.listenerCount('ready');
      expect(await waitUntilReady(client, 100)).toBe(false);
      expect(client.listenerCount('ready')).toBe(listeners);
      const { ms, outcome } = await timed(() => client.get('key'));
      expect(outcome).toBeInstanceOf(Error);
      expect(ms).toBeLessThan(250);
    } finally {
      for (const node of cluster.nodes) node.thaw();
    }
    expect(await waitUntilReady(client, 15_000)).toBe(true);
    expect(await client.set('key', 'value')).toBe('OK');
  });

  it('is closed at once, hung nodes and pending commands included', async () => {
    const client = await connect({ commandTimeout: '1m' });
    const streams = client.nodes().map(({ stream }) => stream);
    expect(streams).toHaveLength(3);
    const hung = cluster.masterOf('any');
    hung.freeze();
    try {
      const pending = client.get(cluster.keysOf('pending').get(hung) ?? '');
      closeRedisClient(client);
      expect(streams.map(({ destroyed }) => destroyed)).toEqual([true, true, true]);
      await expect(pending).rejects.toThrow(/closed/i);
      await expect(client.get('key')).rejects.toBeInstanceOf(Error);
      expect(client.nodes()).toEqual([]);
    } finally {
      hung.thaw();
    }
  });
});
