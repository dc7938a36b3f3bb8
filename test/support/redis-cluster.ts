import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { slotOf, SLOT_COUNT } from '../../libs/common/src/redis/key-slot.policy.js';
import { freePort } from './free-port.js';
import { guardAgainstOrphan } from './orphan-guard.js';
import type { RedisClusterNode } from './redis-cluster-node.js';
import { assignSlots, becomeOneCluster, clusterId, untilClusterIsOk } from './redis-cluster-setup.js';
import { openSlot, type SlotMove } from './redis-cluster-slots.js';
import { startRedis, type RedisServer } from './redis-server.js';

export interface RedisClusterOptions {
  /** More configuration for each node, e.g. `['--cluster-require-full-coverage', 'no']`. Default: none. */
  readonly args?: readonly string[];
}

export type { RedisClusterNode };

/** A real Redis Cluster of three masters, of a test's own; gone at the latest with this process. */
export interface RedisCluster extends AsyncDisposable {
  readonly nodes: readonly RedisClusterNode[];
  /** `redis://127.0.0.1:port` of each node. */
  readonly urls: readonly string[];
  /** The node that serves a key, as far as `moveSlot` has moved it. */
  masterOf(key: string): RedisClusterNode;
  /** A key of each node, all beginning with `name`. */
  keysOf(name: string): ReadonlyMap<RedisClusterNode, string>;
  otherThan(node: RedisClusterNode): RedisClusterNode;
  /** Resharding, whole: the slot is imported and migrating, its keys move, all nodes learn the new owner. */
  moveSlot(slot: number, from: RedisClusterNode, to: RedisClusterNode): Promise<void>;
  /**
   * Resharding, begun: `from` answers -ASK for keys that it no longer holds, until `finish()`. Keys move only by
   * `migrateKeys()`.
   */
  beginSlotMove(slot: number, from: RedisClusterNode, to: RedisClusterNode): Promise<SlotMove>;
  /** Resolves when every node finds the Cluster usable again, e.g. after a restart. */
  untilOk(): Promise<void>;
  /** SIGKILL to all. Stopping twice is fine. */
  stop(): Promise<void>;
}

const MASTERS = 3;
/** Where a node listens for the others: its own port plus this, unless told otherwise. */
const BUS_OFFSET = 10_000;
/** How long a node may be silent before the others take it for failed, in ms. Short, so that tests need not wait for it. */
const NODE_TIMEOUT_MS = 1_000;
/** Either of a node's two ports may be taken by somebody else first; five times in a row mean something else is wrong. */
const PORT_ATTEMPTS = 5;

/**
 * Starts a Cluster and resolves when every node says `cluster_state:ok`. Takes about three seconds: a new master waits
 * two before it trusts its own view (CLUSTER_WRITABLE_DELAY of cluster.c).
 *
 * @throws {Error} with Redis's own last words, when a node does not start or they do not become one Cluster
 */
export async function startRedisCluster(options: RedisClusterOptions = {}): Promise<RedisCluster> {
  // The nodes' memories of the Cluster outlive a restart of a node, so they are not kept in its own folder.
  const folder = await mkdtemp(join(tmpdir(), 'redis-cluster-'));
  const release = guardAgainstOrphan(undefined, folder);
  const servers: RedisServer[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()));
    release();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    for (let index = 0; index < MASTERS; index += 1) {
      servers.push(await startNode(join(folder, `node-${index}.conf`), options.args ?? []));
    }
    const owners = await assignSlots(servers);
    await becomeOneCluster(servers);
    await untilClusterIsOk(servers);
    const nodes: RedisClusterNode[] = [];
    // Not a copy: `pid` is a getter.
    for (const server of servers) nodes.push(Object.assign(server, { id: await clusterId(server) }));
    return handleOf(nodes, owners, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startNode(memory: string, extra: readonly string[]): Promise<RedisServer> {
  const settings = ['--cluster-enabled', 'yes', '--cluster-node-timeout', String(NODE_TIMEOUT_MS)];
  const args = [...settings, '--cluster-config-file', memory, ...extra];
  for (let attempt = 1; ; attempt += 1) {
    // Both ports stay below those of outgoing connections (see free-port.ts).
    const port = (await freePort()) - BUS_OFFSET;
    try {
      return await startRedis({ port, args });
    } catch (error) {
      const portIsTaken = error instanceof Error && error.message.includes('Address already in use');
      if (!portIsTaken || attempt === PORT_ATTEMPTS) throw error;
    }
  }
}

/** `owners` are the indexes of the nodes, by slot. */
function handleOf(nodes: RedisClusterNode[], owners: number[], stop: () => Promise<void>): RedisCluster {
  const checked = (node: RedisClusterNode | undefined): RedisClusterNode => {
    if (node === undefined) throw new Error('No node of this Cluster.');
    return node;
  };
  const beginSlotMove: RedisCluster['beginSlotMove'] = async (slot, from, to) => {
    if (!(slot >= 0 && slot < SLOT_COUNT)) throw new Error(`No slot ${slot}.`);
    const move = await openSlot({ slot, from, to, nodes });
    return {
      migrateKeys: move.migrateKeys,
      finish: async () => {
        await move.finish();
        owners[slot] = nodes.indexOf(to);
      },
    };
  };
  const masterOf = (key: string): RedisClusterNode => checked(nodes[owners[slotOf(key)] ?? -1]);
  const keysOf = (name: string): ReadonlyMap<RedisClusterNode, string> => {
    const keys = new Map<RedisClusterNode, string>();
    for (let i = 0; keys.size < nodes.length; i += 1) keys.set(masterOf(`${name}-${i}`), `${name}-${i}`);
    return keys;
  };
  return {
    nodes,
    urls: nodes.map(({ url }) => url),
    masterOf,
    keysOf,
    otherThan: (node) => checked(nodes.find((candidate) => candidate !== node)),
    beginSlotMove,
    moveSlot: async (slot, from, to) => {
      const move = await beginSlotMove(slot, from, to);
      await move.finish();
    },
    untilOk: () => untilClusterIsOk(nodes),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
