import type { RedisLike } from '@hydrogenai/common/redis';
import { appliedText } from './message.policy.js';

/** Confirms invalidations to their senders, all of one turn of the event loop in one message for each sender. */
export class AppliedNotes {
  private readonly numbers = new Map<string, string[]>();

  /** @param channelOf the own channel of a process */
  constructor(
    private readonly client: RedisLike,
    private readonly process: string,
    private readonly channelOf: (process: string) => string,
  ) {}

  add(sender: string, number: string): void {
    if (this.numbers.size === 0) setImmediate(() => this.send());
    const numbers = this.numbers.get(sender);
    if (numbers) numbers.push(number);
    else this.numbers.set(sender, [number]);
  }

  private send(): void {
    for (const [sender, numbers] of this.numbers) {
      if (this.client.status !== 'ready') break;
      // Who is not told waits until our lease has ended.
      this.client.publish(this.channelOf(sender), appliedText(this.process, numbers)).catch(() => undefined);
    }
    this.numbers.clear();
  }
}
