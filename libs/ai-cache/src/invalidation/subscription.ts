import { systemClock, type CancelTimer } from '@hydrogenai/common';
import type { RedisLike } from '@hydrogenai/common/redis';
import type { Cluster, Redis, RedisOptions } from 'ioredis';

export interface SubscriptionEvents {
  /** Messages come in from now on. */
  readonly onReady: () => void;
  /** Messages may be missed from now on. Called once after each `onReady`. */
  readonly onLost: () => void;
  readonly onMessage: (channel: string, text: string) => void;
}

/** First and longest pause before another attempt to connect, in ms. */
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1_000;
/** How long the server may take to confirm the subscription, in ms. */
const SUBSCRIBE_TIMEOUT_MS = 2_000;

/** Every break must be noticed, so the connection does not mend itself: it ends, and another one is made. */
const OWN_OPTIONS: Partial<RedisOptions> = {
  connectionName: 'hydrogenai-cache-invalidations',
  lazyConnect: true,
  autoResubscribe: false,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  commandTimeout: SUBSCRIBE_TIMEOUT_MS,
  connectTimeout: SUBSCRIBE_TIMEOUT_MS,
  // A server that hangs must not hold up the end of the process.
  disconnectTimeout: 100,
  retryStrategy: () => null,
};

/** A connection of its own that listens to channels, made anew whenever it breaks. On a Cluster any node will do. */
export class Subscription {
  private connection: Redis | undefined;
  private ready = false;
  private failures = 0;
  private cancel: CancelTimer = () => undefined;
  private closed = false;

  constructor(
    private readonly client: RedisLike,
    private readonly channels: readonly string[],
    private readonly events: SubscriptionEvents,
  ) {}

  get isReady(): boolean {
    return this.ready;
  }

  /** Resolves after the first attempt, whatever came of it. */
  async open(): Promise<void> {
    if (this.closed) return;
    const connection = subscriberOf(this.client);
    if (connection === undefined) return this.retry();
    this.connection = connection;
    // A listener, or ioredis prints the error; the end that follows says what it means for us.
    connection.on('error', () => undefined);
    connection.on('message', this.events.onMessage);
    connection.once('end', () => this.lose(connection));
    try {
      await connection.connect();
      await connection.subscribe(...this.channels);
    } catch {
      connection.disconnect(); // its end leads to the next attempt
      return;
    }
    if (this.connection !== connection) return;
    this.ready = true;
    this.failures = 0;
    this.events.onReady();
  }

  /** Takes the connection for broken though it does not say so. */
  reset(): void {
    this.connection?.disconnect();
  }

  close(): void {
    this.closed = true;
    this.cancel();
    this.connection?.disconnect();
  }

  private lose(connection: Redis): void {
    if (this.connection !== connection) return;
    this.connection = undefined;
    connection.off('message', this.events.onMessage);
    if (this.ready) {
      this.ready = false;
      this.events.onLost();
    }
    this.retry();
  }

  private retry(): void {
    if (this.closed) return;
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** this.failures, LONGEST_PAUSE_MS);
    this.failures += 1;
    this.cancel = systemClock.after(pauseMs, () => void this.open());
  }
}

/** Undefined while a Cluster knows no node. */
function subscriberOf(client: RedisLike): Redis | undefined {
  if (!isCluster(client)) return client.duplicate(OWN_OPTIONS);
  const nodes = client.nodes('master');
  return nodes[Math.floor(Math.random() * nodes.length)]?.duplicate(OWN_OPTIONS);
}

function isCluster(client: RedisLike): client is Cluster {
  return 'isCluster' in client && client.isCluster === true;
}
