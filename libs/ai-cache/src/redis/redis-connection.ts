import {
  isCluster,
  openRedis,
  waitUntilReady,
  type OpenedRedis,
  type RedisLike,
  type RedisSource,
} from '@hydrogenai/common/redis';
import { RedisGuard } from './redis-guard.js';

/** Longest wait for Redis at start, in ms. Without it the first requests would miss what Redis holds. */
const BOOT_WAIT_MS = 500;
/** ioredis' own bound on a command, above every deadline of ours: it only frees what we no longer wait for. */
const COMMAND_TIMEOUT_MS = 5_000;
/** The same for a command that waits in Redis, above all waits of ours. */
const READER_TIMEOUT_MS = 20_000;

/** The client of the second tier: made here and closed here, or given and left open. */
export class RedisConnection {
  readonly client: RedisLike;
  readonly guard: RedisGuard;
  /** A connection that does nothing but subscribe. */
  readonly subscriber: RedisLike;
  private readonly opened: OpenedRedis;

  constructor(source: RedisSource) {
    this.opened = openRedis(source, { name: 'hydrogenai-cache', commandTimeout: COMMAND_TIMEOUT_MS });
    this.client = this.opened.client;
    this.guard = new RedisGuard(this.client);
    this.subscriber = subscriberOf(this.client);
    // Signals that are missed only cost time; without a listener ioredis would print its errors.
    this.subscriber.on('error', () => undefined);
  }

  /** Resolves when Redis can be used, or after half a second. */
  async open(): Promise<void> {
    // A client made with `lazyConnect` would otherwise wait for its first command, which is not sent before it is ready.
    if (this.client.status === 'wait') this.client.connect().catch(() => this.guard.publishState());
    await waitUntilReady(this.client, BOOT_WAIT_MS);
    this.guard.publishState();
  }

  /** A connection of its own for commands that wait in Redis. Whoever asks for it closes it. */
  connectReader(): RedisLike {
    const { client } = this;
    // The first command is sent when the connection stands.
    const bounds = { commandTimeout: READER_TIMEOUT_MS, enableOfflineQueue: true, lazyConnect: false };
    if (!isCluster(client)) return client.duplicate(bounds);
    const { redisOptions } = client.options;
    return client.duplicate([], { ...bounds, redisOptions: { ...redisOptions, ...bounds } });
  }

  close(): void {
    this.guard.release();
    this.subscriber.disconnect();
    this.opened.close();
  }
}

/** Subscriptions are made anew by who has them: nobody catches the failures of those that ioredis makes by itself. */
function subscriberOf(client: RedisLike): RedisLike {
  return isCluster(client) ? client.duplicate() : client.duplicate({ autoResubscribe: false });
}
