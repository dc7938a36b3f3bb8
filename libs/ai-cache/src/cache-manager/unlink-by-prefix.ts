import { isCluster, type RedisLike } from '@hydrogenai/common/redis';
import type { Redis } from 'ioredis';

/** Keys that Redis looks at in one step; the server stays responsive between steps. */
const KEYS_PER_STEP = 500;

/**
 * Deletes every key that begins with `prefix`, step by step: never KEYS, which stops the server, nor FLUSHDB. On a Cluster
 * every master is asked for its keys, and each key is deleted by itself, since one command may not name several slots;
 * a key whose slot moves to another master meanwhile may be missed.
 */
export async function unlinkByPrefix(client: RedisLike, prefix: string): Promise<void> {
  if (!isCluster(client)) return unlinkOn(client, prefix, (keys) => client.unlink(...keys));
  // Through the client of the whole, which follows a key to where it is now.
  const unlinkEach = (keys: string[]): Promise<unknown> => Promise.all(keys.map((key) => client.unlink(key)));
  await Promise.all(client.nodes('master').map((master) => unlinkOn(master, prefix, unlinkEach)));
}

async function unlinkOn(
  server: Redis,
  prefix: string,
  unlink: (keys: string[]) => Promise<unknown>,
): Promise<void> {
  const pattern = `${escapeGlob(prefix)}*`;
  let cursor = '0';
  do {
    const [next, keys] = await server.scan(cursor, 'MATCH', pattern, 'COUNT', KEYS_PER_STEP);
    if (keys.length > 0) await unlink(keys);
    cursor = next;
  } while (cursor !== '0');
}

/** Special characters of Redis patterns (https://redis.io/docs/latest/commands/keys/). */
function escapeGlob(text: string): string {
  return text.replaceAll(/[\\*?[\]^-]/g, String.raw`\$&`);
}
