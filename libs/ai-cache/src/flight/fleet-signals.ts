import type { RedisLike } from '@hydrogenai/common/redis';

/** Wakes those in this process who wait for a channel of Redis. On a connection that does nothing but subscribe. */
export class FleetSignals {
  private readonly listeners = new Map<string, Set<(message: string) => void>>();

  constructor(private readonly subscriber: RedisLike) {
    subscriber.on('message', this.onMessage);
    subscriber.on('ready', this.onReady);
    subscriber.on('error', ignore);
  }

  /**
   * Calls `wake` for each message. Resolves when Redis has the subscription, or could not take it: who listens looks from
   * time to time as well, for messages can be lost.
   */
  async listen(channel: string, wake: (message: string) => void): Promise<() => void> {
    const waiting = this.listeners.get(channel) ?? new Set();
    this.listeners.set(channel, waiting.add(wake));
    // Also for the second: the subscription of the first may still be under way. Redis answers in order.
    await this.subscriber.subscribe(channel).catch(() => undefined);
    return () => this.forget(channel, wake);
  }

  /** Takes its listener off the connection. */
  close(): void {
    this.subscriber.off('message', this.onMessage);
    this.subscriber.off('ready', this.onReady);
    this.subscriber.off('error', ignore);
    this.listeners.clear();
  }

  /** Channels that somebody waits for. */
  get size(): number {
    return this.listeners.size;
  }

  private forget(channel: string, wake: (message: string) => void): void {
    const waiting = this.listeners.get(channel);
    if (!waiting?.delete(wake) || waiting.size > 0) return;
    this.listeners.delete(channel);
    this.subscriber.unsubscribe(channel).catch(() => undefined);
  }

  /** Another connection knows nothing of the channels of the last one. */
  private readonly onReady = (): void => {
    const channels = [...this.listeners.keys()];
    if (channels.length > 0) this.subscriber.subscribe(...channels).catch(() => undefined);
  };

  private readonly onMessage = (channel: string, message: string): void => {
    for (const wake of this.listeners.get(channel) ?? []) wake(message);
  };
}

/** Without a listener ioredis prints the error. What it means here is that signals are lost, and those are looked for. */
function ignore(): void {}
