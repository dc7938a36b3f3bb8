import { setTimeout as sleep } from 'node:timers/promises';
import { SLOT_COUNT } from '../../libs/common/src/redis/key-slot.policy.js';
import { withNode, type Address } from './redis-cluster-node.js';

/** Generous for a busy machine: it bounds a hang, it measures nothing. */
const OK_WITHIN_MS = 30_000;
const POLL_MS = 50;

export function clusterId(node: Address): Promise<string> {
  return withNode(node, async (client) => String(await client.cluster('MYID')));
}

/** Gives each node an equal run of slots; resolves with the index of the node that got each. */
export async function assignSlots(nodes: readonly Address[]): Promise<number[]> {
  const owners = Array.from({ length: SLOT_COUNT }, (_, slot) =>
    Math.floor((slot * nodes.length) / SLOT_COUNT),
  );
  for (const [index, node] of nodes.entries()) {
    const slots = owners.flatMap((owner, slot) => (owner === index ? [slot] : []));
    await withNode(node, async (client) => {
      await client.cluster('ADDSLOTS', ...slots);
      // Nodes with equal epochs would first have to agree on who is the younger.
      await client.cluster('SET-CONFIG-EPOCH', index + 1);
    });
  }
  return owners;
}

/** Introduces every node to every other, so that nobody waits for gossip. */
export async function becomeOneCluster(nodes: readonly Address[]): Promise<void> {
  for (const node of nodes) {
    await withNode(node, async (client) => {
      for (const { port } of nodes) if (port !== node.port) await client.cluster('MEET', '127.0.0.1', port);
    });
  }
}

/**
 * Resolves when every node knows all others, sees all slots served and answers `cluster_state:ok`.
 * @throws {Error} with what the last one said, when they take too long
 */
export async function untilClusterIsOk(nodes: readonly Address[]): Promise<void> {
  const untilMs = performance.now() + OK_WITHIN_MS;
  const wanted = [
    'cluster_state:ok',
    `cluster_slots_ok:${SLOT_COUNT}`,
    `cluster_known_nodes:${nodes.length}`,
  ];
  for (const node of nodes) {
    for (;;) {
      const said = await withNode(node, async (client) => String(await client.cluster('INFO')));
      if (wanted.every((line) => said.split('\r\n').includes(line))) break;
      if (performance.now() > untilMs) {
        const summary = said.split('\r\n').slice(0, 6).join(' ');
        throw new Error(
          `the nodes did not become one Cluster within ${OK_WITHIN_MS} ms; the last said ${summary}`,
        );
      }
      await sleep(POLL_MS);
    }
  }
}
