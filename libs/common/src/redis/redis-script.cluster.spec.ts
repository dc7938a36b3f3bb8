import type { Cluster } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRedisCluster, type RedisCluster } from '../../../../test/support/redis-cluster.js';
import { withNode } from '../../../../test/support/redis-cluster-node.js';
import { closeRedisClient } from './close-redis-client.js';
import { slotOf } from './key-slot.policy.js';
import { keyTag } from './key-tag.policy.js';
import { createRedisCluster } from './redis-cluster-client.js';
import { RedisScript } from './redis-script.js';
import { waitUntilReady } from './wait-until-ready.js';

describe('scripts on a real Cluster', () => {
  let cluster: RedisCluster;
  let client: Cluster;

  beforeAll(async () => {
    cluster = await startRedisCluster();
    client = createRedisCluster({ nodes: cluster.urls, commandTimeout: '5s' });
    if (!(await waitUntilReady(client, 10_000))) throw new Error('The Cluster is not ready.');
  });
  afterAll(async () => {
    closeRedisClient(client);
    await cluster.stop();
  });

  const onEveryNode = (work: Parameters<typeof withNode<unknown>>[1]): Promise<unknown> =>
    Promise.all(cluster.nodes.map((node) => withNode(node, work)));
  const count = new RedisScript("return redis.call('INCRBY', KEYS[1], ARGV[1])");
  const evalCalls = async (): Promise<number[]> =>
    Promise.all(
      cluster.nodes.map((node) =>
        withNode(node, async (client) => {
          const statistics = await client.info('commandstats');
          return Number(/cmdstat_eval:calls=(\d+)/.exec(statistics)?.[1] ?? 0);
        }),
      ),
    );

  it('come to each node once, and again after SCRIPT FLUSH on every node', async () => {
    await onEveryNode((node) => node.script('FLUSH'));
    const keys = [...cluster.keysOf('scripted').values()];
    const before = await evalCalls();
    for (const total of [1, 2, 3]) {
      for (const key of keys) expect(await count.run(client, [key], [1])).toBe(total);
    }
    expect(await evalCalls()).toEqual(before.map((calls) => calls + 1));
    await onEveryNode((node) => node.script('FLUSH'));
    for (const key of keys) expect(await count.run(client, [key], [1])).toBe(4);
    expect(await evalCalls()).toEqual(before.map((calls) => calls + 2));
  });

  it('run exactly once each while their slot moves to and fro', async () => {
    const key = 'counted-while-moving';
    const slot = slotOf(key);
    const home = cluster.masterOf(key);
    const away = cluster.otherThan(home);
    const moving = new AbortController();
    const callers = Array.from({ length: 4 }, async () => {
      let counted = 0;
      while (!moving.signal.aborted) {
        await count.run(client, [key], [1]);
        counted += 1;
      }
      return counted;
    });
    for (let round = 0; round < 10; round += 1) {
      await cluster.moveSlot(slot, home, away);
      await cluster.moveSlot(slot, away, home);
    }
    moving.abort();
    const counted = (await Promise.all(callers)).reduce((sum, calls) => sum + calls, 0);
    expect(counted).toBeGreaterThan(20);
    expect(await client.get(key)).toBe(String(counted));
  });

  it('follow -ASK to a node that does not know them yet', async () => {
    const key = 'asked';
    const from = cluster.masterOf(key);
    const to = cluster.otherThan(from);
    await count.run(client, [key], [40]);
    const move = await cluster.beginSlotMove(slotOf(key), from, to);
    await withNode(to, (node) => node.script('FLUSH'));
    expect(await count.run(client, [key], [1])).toBe(41); // still there
    await move.migrateKeys();
    expect(await count.run(client, [key], [1])).toBe(42); // gone ahead
    await move.finish();
    expect(await count.run(client, [key], [1])).toBe(43);
  });

  it('on several keys wait for a slot of which some keys have moved', async () => {
    const [here, there] = [`${keyTag('pair')}:here`, `${keyTag('pair')}:there`];
    const both = new RedisScript("return {redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2])}");
    const from = cluster.masterOf(here);
    const to = cluster.otherThan(from);
    await client.mset(here, 'a', there, 'b');
    const move = await cluster.beginSlotMove(slotOf(here), from, to);
    await withNode(from, (node) => node.migrate('127.0.0.1', to.port, there, 0, 1_000));
    await expect(withNode(from, (node) => node.eval('return 1', 2, here, there))).rejects.toThrow(
      /^TRYAGAIN/,
    );
    const reading = both.run(client, [here, there], []);
    await move.finish();
    expect(await reading).toEqual(['a', 'b']);
  });

  it('are refused, not split, when their keys are of two slots', async () => {
    const [one = '', two = ''] = cluster.keysOf('apart').values();
    await expect(count.run(client, [one, two], [1])).rejects.toThrow(/slot/i);
  });
});
