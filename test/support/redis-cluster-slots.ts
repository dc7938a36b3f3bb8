import { withNode, type RedisClusterNode } from './redis-cluster-node.js';

/** A slot on its way from one node to another. */
export interface SlotMove {
  /** Moves all keys that are still on the old node; resolves with their number. */
  migrateKeys(): Promise<number>;
  /** Moves what is left and makes the new owner known to all nodes. */
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
  };
  return { migrateKeys, finish };
}
