import { fileURLToPath } from 'node:url';
import { Cluster } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { slotOf } from '../../libs/common/src/redis/key-slot.policy.js';
import { runTypeScript } from './child-process.js';
import { isAlive, untilGone } from './process-end.js';
import { startRedisCluster, type RedisCluster, type RedisClusterNode } from './redis-cluster.js';
import { withNode } from './redis-cluster-node.js';

const owner = fileURLToPath(new URL('fixtures/redis-cluster-owner.ts', import.meta.url));

describe('a Cluster', () => {
  let cluster: RedisCluster;
  let client: Cluster;

  beforeAll(async () => {
    cluster = await startRedisCluster();
    client = new Cluster([...cluster.urls]);
    client.on('error', () => undefined);
  });
  afterAll(async () => {
    client.disconnect();
    await cluster.stop();
  });

  const holds = (node: RedisClusterNode, key: string): Promise<boolean> =>
    withNode(node, async (client) => {
      const keys: unknown[] = await client.cluster('GETKEYSINSLOT', slotOf(key), 1_000);
      return keys.includes(key);
    });

  it('spreads keys over its three masters, each where masterOf says', async () => {
    const keys = Array.from({ length: 30 }, (_, index) => `key-${index}`);
    await Promise.all(keys.map((key) => client.set(key, key)));
    for (const key of keys) {
      expect(await withNode(cluster.masterOf(key), (node) => node.get(key))).toBe(key);
    }
    expect(new Set(keys.map((key) => cluster.masterOf(key)))).toEqual(new Set(cluster.nodes));
    for (const [node, key] of cluster.keysOf('each')) expect(cluster.masterOf(key)).toBe(node);
    expect(cluster.keysOf('each').size).toBe(3);
    expect(new Set(cluster.urls).size).toBe(3);
  });

  it('puts keys into the slots that slotOf computes', async () => {
    for (const key of ['', 'a', 'Ünïcødé 🙂', '{tag}rest', 'a{}b', 'a{{b}}c', 'x{y', '}{', '{a}{b}']) {
      expect(await withNode(cluster.masterOf('any'), (node) => node.cluster('KEYSLOT', key))).toBe(
        slotOf(key),
      );
    }
  });

  it('moves a slot with its keys; the old owner answers -MOVED', async () => {
    const key = 'moved-whole';
    const [from, to] = [cluster.masterOf(key), cluster.otherThan(cluster.masterOf(key))];
    await client.set(key, 'value');
    await cluster.moveSlot(slotOf(key), from, to);
    expect(cluster.masterOf(key)).toBe(to);
    expect(await holds(from, key)).toBe(false);
    expect(await withNode(to, (node) => node.get(key))).toBe('value');
    await expect(withNode(from, (node) => node.get(key))).rejects.toThrow(
      `MOVED ${slotOf(key)} 127.0.0.1:${to.port}`,
    );
    for (const node of cluster.nodes.filter((node) => node !== to)) {
      await expect(withNode(node, (client) => client.get(key))).rejects.toThrow(/^MOVED/);
    }
    expect(await client.get(key)).toBe('value');
  });

  it('answers -ASK for keys that have left while their slot is on its way', async () => {
    const key = 'moved-in-steps';
    const [from, to] = [cluster.masterOf(key), cluster.otherThan(cluster.masterOf(key))];
    await client.set(key, 'value');
    const move = await cluster.beginSlotMove(slotOf(key), from, to);
    expect(await withNode(from, (node) => node.get(key))).toBe('value');
    expect(await move.migrateKeys()).toBe(1);
    await expect(withNode(from, (node) => node.get(key))).rejects.toThrow(
      `ASK ${slotOf(key)} 127.0.0.1:${to.port}`,
    );
    await expect(withNode(to, (node) => node.get(key))).rejects.toThrow(/^MOVED/);
    expect(await client.get(key)).toBe('value');
    expect(cluster.masterOf(key)).toBe(from);
    await move.finish();
    expect(cluster.masterOf(key)).toBe(to);
    expect(await client.get(key)).toBe('value');
  });

  it('takes a restarted node back as the same member, without its data', async () => {
    const key = 'forgotten';
    const node = cluster.masterOf(key);
    await client.set(key, 'value');
    const { pid } = node;
    await node.restart();
    await cluster.untilOk();
    expect(node.pid).not.toBe(pid);
    expect(await withNode(node, (client) => client.cluster('MYID'))).toBe(node.id);
    expect(await withNode(node, (client) => client.get(key))).toBeNull();
  });

  it('refuses a slot that does not exist', async () => {
    const node = cluster.masterOf('any');
    await expect(cluster.moveSlot(16_384, node, cluster.otherThan(node))).rejects.toThrow('No slot 16384.');
  });
});

describe('a Cluster that ends', () => {
  it('leaves no process when it is stopped, twice without harm', async () => {
    const cluster = await startRedisCluster();
    const pids = cluster.nodes.map(({ pid }) => pid);
    await cluster.stop();
    await cluster.stop();
    expect(pids.map(isAlive)).toEqual([false, false, false]);
  });

  it('leaves no process when its test process was killed', async () => {
    const child = await runTypeScript(owner, { args: ['stay'] });
    const pids = serverPids(await child.waitForLine(/^servers /));
    expect(pids.map(isAlive)).toEqual([true, true, true]);
    await child.kill();
    for (const pid of pids) await untilGone(pid, 5_000);
  });

  it('does not hold a process that forgot it open', async () => {
    await using child = await runTypeScript(owner);
    const pids = serverPids(await child.waitForLine(/^servers /));
    expect(await child.endsWithin(5_000)).toEqual({ code: 0, signal: null });
    for (const pid of pids) await untilGone(pid, 5_000);
  });

  it('tells in Redis’s words why a node does not start', async () => {
    await expect(startRedisCluster({ args: ['--no-such-directive', '1'] })).rejects.toThrow(
      /did not start: .*no-such-directive/s,
    );
  });
});

function serverPids(line: string): number[] {
  return line.replace('servers ', '').split(' ').map(Number);
}
