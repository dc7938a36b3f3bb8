import { setTimeout as sleep } from 'node:timers/promises';
import { withNode, type RedisClusterNode } from './redis-cluster-node.js';

/** A slot on its way from one node to another. */
export interface SlotMove {
  /** Moves all keys that are still on the old node; resolves with their number. */
  migrateKeys(): Promise<number>;
  /** Moves what is left; resolves when all nodes know the new owner, and how recent its claim is. */
  finish(): Promise<void>;
}

interface SlotMoveOptions {
  readonly slot: number;
  readonly from: RedisClusterNode;
  readonly to: RedisClusterNode;
  readonly nodes: readonly RedisClusterNode[];
}

const KEYS_AT_ONCE = 100;
const MIGRATE_TIMEOUT_MS = 5_000;
/** Generous for a busy machine: it bounds a hang, it measures nothing. */
const AGREED_WITHIN_MS = 10_000;
const POLL_MS = 5;

/**
 * Begins a resharding, in the order of
 * https://redis.io/docs/latest/commands/cluster-setslot/#redis-cluster-live-resharding-explained
 */
export async function openSlot({ slot, from, to, nodes }: SlotMoveOptions): Promise<SlotMove> {
  await withNode(to, (client) => client.cluster('SETSLOT', slot, 'IMPORTING', from.id));
  await withNode(from, (client) => client.cluster('SETSLOT', slot, 'MIGRATING', to.id));

  const migrateKeys = (): Promise<number> =>
    withNode(from, async (client) => {
      for (let moved = 0; ;) {
        const keys = await client.cluster('GETKEYSINSLOT', slot, KEYS_AT_ONCE);
        if (keys.length === 0) return moved;
        await client.migrate('127.0.0.1', to.port, '', 0, MIGRATE_TIMEOUT_MS, 'KEYS', ...keys);
        moved += keys.length;
      }
    });

  const finish = async (): Promise<void> => {
    await migrateKeys();
    // The new owner first: until the old one knows better, it sends callers there.
    const others = nodes.filter((node) => node !== to);
    for (const node of [to, ...others]) {
      await withNode(node, (client) => client.cluster('SETSLOT', slot, 'NODE', to.id));
    }
    await untilClaimIsKnown(to, nodes);
  };
  return { migrateKeys, finish };
}

/**
 * The new owner's claim has a new epoch, which the others hear of by gossip. Who moved the slot on before that would let
 * the next owner claim it with an old epoch, and lose it again.
 */
async function untilClaimIsKnown(owner: RedisClusterNode, nodes: readonly RedisClusterNode[]): Promise<void> {
  const untilMs = performance.now() + AGREED_WITHIN_MS;
  const claimed = await epochOf(owner, owner);
  for (const node of nodes) {
    while ((await epochOf(owner, node)) !== claimed) {
      if (performance.now() > untilMs) throw new Error('the nodes did not agree on who owns the slot');
      await sleep(POLL_MS);
    }
  }
}

/** The configuration epoch of a node, as another one sees it: field 7 of its line in CLUSTER NODES. */
function epochOf(node: RedisClusterNode, seenBy: RedisClusterNode): Promise<string | undefined> {
  return withNode(seenBy, async (client) => {
    const lines = String(await client.cluster('NODES')).split('\n');
    return lines.find((line) => line.startsWith(node.id))?.split(' ')[6];
  });
}
