import type { RedisLike } from './redis-like.js';
import { hasFeature, type RedisFeature } from './redis-features.policy.js';
import { identifyRedis, type RedisIdentity, type RedisMode, type RedisVersion } from './redis-info.policy.js';

/** What a Redis is and can do. */
export interface RedisCapabilities {
  readonly kind: RedisIdentity['kind'];
  /** Of its own kind; absent when it does not say it. */
  readonly version?: RedisVersion;
  readonly mode: RedisMode;
  /** `undefined` where it is not known: then try, and be ready for an error. */
  has(feature: RedisFeature): boolean | undefined;
}

/** Marks a client with what its server said; it goes with the client, and with the connection. */
const asked = new WeakMap<RedisLike, Promise<RedisCapabilities>>();

/**
 * Asks a server what it is, with one INFO for each connection of the client, however often this is called. On a Cluster
 * one node answers for all. A server that refuses the command (ACL) is `unknown`.
 * @throws ioredis' timeout and connection errors; then the next call asks again.
 */
export function redisCapabilities(client: RedisLike): Promise<RedisCapabilities> {
  const known = asked.get(client);
  if (known) return known;
  const answer = ask(client);
  const forget = (): void => {
    client.off('close', forget);
    if (asked.get(client) === answer) asked.delete(client);
  };
  asked.set(client, answer);
  // After a reconnect another server may answer.
  client.once('close', forget);
  answer.catch(forget);
  return answer;
}

async function ask(client: RedisLike): Promise<RedisCapabilities> {
  const identity = identifyRedis(await client.info().catch(refusedAsNothing));
  const { kind, version, mode } = identity;
  return {
    kind,
    ...(version === undefined ? {} : { version }),
    mode,
    has: (feature) => hasFeature(identity, feature),
  };
}

/** ReplyError is the name of what ioredis makes of an error reply of the server, such as NOPERM. */
function refusedAsNothing(error: unknown): string {
  if (error instanceof Error && error.name === 'ReplyError') return '';
  throw error;
}
