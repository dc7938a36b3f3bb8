import type { Redis } from 'ioredis';

/** Keys that Redis looks at in one step; the server stays responsive between steps. */
const KEYS_PER_STEP = 500;

/** Deletes every key that begins with `prefix`, step by step: never KEYS, which stops the server, nor FLUSHDB. */
export async function unlinkByPrefix(client: Redis, prefix: string): Promise<void> {
  const pattern = `${escapeGlob(prefix)}*`;
  let cursor = '0';
  do {
    const [next, keys] = await client.scan(cursor, 'MATCH', pattern, 'COUNT', KEYS_PER_STEP);
    if (keys.length > 0) await client.unlink(...keys);
    cursor = next;
  } while (cursor !== '0');
}

/** Special characters of Redis patterns (https://redis.io/docs/latest/commands/keys/). */
function escapeGlob(text: string): string {
  return text.replaceAll(/[\\*?[\]^-]/g, String.raw`\$&`);
}
