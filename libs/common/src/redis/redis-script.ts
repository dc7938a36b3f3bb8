import { createHash } from 'node:crypto';
import type { RedisLike } from './redis-like.js';

/**
 * A Lua script that is sent by its hash and, when the server does not know it (first use, `SCRIPT FLUSH`, a restart,
 * another node of a Cluster), once by its text.
 */
export class RedisScript {
  private readonly sha: string;

  constructor(private readonly lua: string) {
    // Redis names scripts by their SHA-1 (https://redis.io/docs/latest/commands/evalsha/).
    this.sha = createHash('sha1').update(lua).digest('hex');
  }

  /**
   * Runs the script. On a Cluster the keys say which node runs it, so all must be of one slot (`keyTag`); each node learns
   * the text by itself.
   * @throws ReplyError of Redis, or ioredis' timeout and connection errors.
   */
  async run(
    client: RedisLike,
    keys: readonly string[],
    args: readonly (string | number | Buffer)[],
  ): Promise<unknown> {
    try {
      return await client.evalsha(this.sha, keys.length, ...keys, ...args);
    } catch (error) {
      if (!isUnknownScript(error)) throw error;
      return client.eval(this.lua, keys.length, ...keys, ...args);
    }
  }
}

function isUnknownScript(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('NOSCRIPT');
}
