import { Cluster, type ClusterOptions } from 'ioredis';
import { systemClock, type CancelTimer } from '../time/clock.js';
import { reconnectDelayMs } from './reconnect-delay.policy.js';
import { boundedOptions, DEFAULT_NAME, type RedisConnectionOptions } from './redis-client.js';
import { publishConnectionFacts } from './redis-connection.facts.js';
import { parseSeeds } from './redis-source.js';

export interface RedisClusterClientOptions extends RedisConnectionOptions {
  /** URLs of some nodes of the Cluster (see `RedisSource`). */
  readonly nodes: readonly string[];
  /** How often the slot table is asked for, in ms. Default: 5,000. */
  readonly refreshMs?: number;
}

/**
 * A node that hangs is not noticed by its connection, and who asks it never hears -MOVED. So the slot table is asked for
 * now and then; otherwise a replica that took over would stay unknown.
 */
const REFRESH_MS = 5_000;
/** How long one node may take to tell the slot table before the next is asked, in ms. */
const REFRESH_TIMEOUT_MS = 1_000;
/** -MOVED and -ASK are followed at once, so a few are enough; the command timeout bounds them all together. */
const MOST_REDIRECTIONS = 8;
/** Pause before a command on several keys is tried again while their slot moves, in ms. */
const TRY_AGAIN_MS = 50;
/** How long a hung node may take to say goodbye before its socket is destroyed, in ms. */
const GOODBYE_MS = 200;

/** The ioredis options of a Cluster that survive a hung or lost node, as `redisClientOptions` do for one server. */
export function redisClusterOptions(options: RedisClusterClientOptions): ClusterOptions {
  const [{ username, password, tls }] = parseSeeds(options.nodes, 'redis.nodes');
  return {
    clusterRetryStrategy: reconnectDelayMs,
    enableOfflineQueue: false,
    enableReadyCheck: true,
    scaleReads: 'master',
    maxRedirections: MOST_REDIRECTIONS,
    // ioredis would send a command again whose connection broke, though the lost node may have carried it out.
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    retryDelayOnTryAgain: TRY_AGAIN_MS,
    slotsRefreshTimeout: REFRESH_TIMEOUT_MS,
    // Names stay names: certificates are made out to them. Node looks them up when it connects.
    dnsLookup: (name, callback) => callback(null, name),
    redisOptions: {
      ...boundedOptions(options),
      disconnectTimeout: GOODBYE_MS,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      ...(tls === undefined ? {} : { tls }),
    },
  };
}

/** A client with these options. It starts to connect at once; its errors are published as facts and never crash the process. */
export function createRedisCluster(options: RedisClusterClientOptions): Cluster {
  const seeds = parseSeeds(options.nodes, 'redis.nodes');
  const client = new Cluster(
    seeds.map(({ host, port }) => ({ host, port })),
    redisClusterOptions(options),
  );
  publishConnectionFacts(client, options.name ?? DEFAULT_NAME);
  keepConnected(client);
  keepSlotsFresh(client, options.refreshMs ?? REFRESH_MS);
  return client;
}

/**
 * ioredis connects to a node at its first command and refuses all others until that is done, because they may not queue.
 * So connections are made as soon as nodes are known.
 */
function keepConnected(client: Cluster): void {
  const connect = (): void => {
    if (client.status !== 'ready') return;
    for (const node of client.nodes('master')) {
      // Who fails says so as a "node error", which is published.
      if (node.status === 'wait') node.connect().catch(() => undefined);
    }
  };
  client.on('ready', connect);
  // Later, because the command that discovered the node goes there first and may queue while nobody connects yet.
  client.on('+node', () => process.nextTick(connect));
}

/** Like `slotsRefreshInterval`, whose timer keeps a process alive for ever when the client is closed during a refresh. */
function keepSlotsFresh(client: Cluster, everyMs: number): void {
  let cancel: CancelTimer = () => undefined;
  const arm = (): void => {
    cancel();
    cancel = systemClock.after(everyMs, () => {
      client.refreshSlotsCache();
      arm();
    });
  };
  client.on('ready', arm);
  for (const event of ['disconnecting', 'close', 'end']) client.on(event, () => cancel());
}
