import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';

/**
 * A Lua script that is sent by its hash and, when the server does not know it (first use, `SCRIPT FLUSH`, a restart),
 * once by its text.
 */
export class RedisScript {
  private readonly sha: string;

  constructor(private readonly lua: string) {
    // Redis names scripts by their SHA-1 (https://redis.io/docs/latest/commands/evalsha/).
    this.sha = createHash('sha1').update(lua).digest('hex');
  }

  /**
   * Runs the script.
   * @throws ReplyError of Redis, or ioredis' timeout and connection errors.
   */
  async run(client: Redis, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
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
