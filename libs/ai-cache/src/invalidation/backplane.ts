import { generateCorrelationId, systemClock } from '@hydrogenai/common';
import { RedisScript } from '@hydrogenai/common/redis';
import { answeredWithin } from '../guard/deadline.js';
import { Acknowledgements, type Holders } from './acknowledgements.js';
import { AppliedNotes } from './applied-notes.js';
import type { InvalidationUsage } from './invalidation-usage.js';
import { EXPEL_LUA, HOLDERS_LUA } from './lease.lua.js';
import { Lease } from './lease.js';
import { leasesKey, ownChannel, sharedChannel } from './log-keys.policy.js';
import { readInvalidation, readOwn, type InvalidationMessage } from './message.policy.js';
import type { RedisLogOptions } from './redis-log.options.js';
import { Subscription } from './subscription.js';

export interface BackplaneEvents {
  readonly onInvalidation: (message: InvalidationMessage) => void;
  /** Invalidations may have been missed. */
  readonly onGap: () => void;
  /** This process hears of everything; called now and then while that is so. */
  readonly onTrusted: () => void;
}

/** Longest wait at start until this process hears of invalidations, in ms. */
const BOOT_WAIT_MS = 500;

const holders = new RedisScript(HOLDERS_LUA);
const expel = new RedisScript(EXPEL_LUA);

/** Brings the invalidations of all processes to each of them, and knows when one may have missed some. */
export class Backplane {
  /** Names this process in leases and messages. */
  readonly process = generateCorrelationId();
  private readonly lease: Lease;
  private readonly subscription: Subscription;
  private readonly acknowledgements: Acknowledgements;
  private readonly notes: AppliedNotes;
  private readonly channel: string;
  private readonly trusted = Promise.withResolvers<void>();
  private acknowledgedMs: number | undefined;
  private unacknowledged = 0;

  constructor(
    private readonly options: Pick<
      RedisLogOptions,
      'client' | 'calls' | 'prefix' | 'leaseMs' | 'writeDeadlineMs'
    >,
    private readonly events: BackplaneEvents,
  ) {
    const { client, prefix, leaseMs } = options;
    const { process } = this;
    const own = ownChannel(prefix, process);
    this.channel = sharedChannel(prefix);
    this.subscription = new Subscription(client, [this.channel, own], {
      onReady: () => this.lease.listen(),
      onLost: () => this.lose(),
      onMessage: (channel, text) => (channel === own ? this.hearOwn(text) : this.hear(text)),
    });
    this.lease = new Lease({
      client,
      process,
      key: leasesKey(prefix),
      channel: own,
      leaseMs,
      onGap: events.onGap,
      onRenewed: () => this.renewed(),
      onDeaf: () => this.subscription.reset(),
    });
    this.acknowledgements = new Acknowledgements(leaseMs, {
      holders: () => this.holders(),
      expel: (processes) => this.ask(expel, processes),
    });
    this.notes = new AppliedNotes(client, process, (sender) => ownChannel(prefix, sender));
  }

  get isListening(): boolean {
    return this.subscription.isReady;
  }

  isTrusted(): boolean {
    return this.lease.holds;
  }

  async open(): Promise<void> {
    const opening = this.subscription.open().then(() => this.trusted.promise);
    // Whether it was too late shows in `isTrusted`.
    await answeredWithin(opening, BOOT_WAIT_MS).catch(() => undefined);
  }

  close(): void {
    this.lease.close();
    this.subscription.close();
  }

  /** Before an invalidation of this number is sent. */
  expect(number: string): void {
    this.acknowledgements.expect(number);
  }

  forget(number: string): void {
    this.acknowledgements.forget(number);
  }

  /** Resolves with the number of processes that have applied it, when no other answers from memory. */
  async acknowledged(number: string, text: string, startedMs: number): Promise<number> {
    const repeat = (): void => {
      const { client } = this.options;
      if (client.status === 'ready') client.publish(this.channel, text).catch(() => undefined); // tried again
    };
    const { confirmed, unconfirmed } = await this.acknowledgements.settle(number, repeat);
    this.acknowledgedMs = systemClock.monotonicMs() - startedMs;
    this.unacknowledged += unconfirmed;
    return confirmed;
  }

  usage(): Pick<InvalidationUsage, 'state' | 'lagMs' | 'acknowledgedMs' | 'unacknowledged'> {
    const { acknowledgedMs, unacknowledged } = this;
    return {
      state: this.isTrusted() ? 'trusted' : 'suspect',
      lagMs: this.lease.lag,
      acknowledgedMs,
      unacknowledged,
    };
  }

  private hear(text: string): void {
    const message = readInvalidation(text);
    if (message === undefined) return;
    this.events.onInvalidation(message);
    const { sender, number } = message;
    if (sender === this.process) this.acknowledgements.hear(sender, [number]);
    else this.notes.add(sender, number);
  }

  private hearOwn(text: string): void {
    const message = readOwn(text);
    if (message?.kind === 'ping') this.lease.hear(message.number);
    if (message?.kind === 'applied') this.acknowledgements.hear(message.process, message.numbers);
  }

  private lose(): void {
    this.lease.lose();
    this.events.onGap();
  }

  private renewed(): void {
    this.trusted.resolve();
    this.events.onTrusted();
  }

  /** Without this process while it does not listen: it knows that itself. */
  private async holders(): Promise<Holders> {
    const found = new Map(await this.ask(holders, []));
    if (!this.isListening) found.delete(this.process);
    return found;
  }

  private async ask(script: RedisScript, processes: readonly string[]): Promise<Holders> {
    const { calls, prefix, writeDeadlineMs } = this.options;
    const reply = await calls.run(writeDeadlineMs, (client) =>
      script.run(client, [leasesKey(prefix)], processes),
    );
    return readHolders(reply);
  }
}

/** Pairs of process and ms. */
function readHolders(reply: unknown): Holders {
  const found = new Map<string, number>();
  if (!Array.isArray(reply)) return found;
  for (let index = 0; index + 1 < reply.length; index += 2) {
    found.set(String(reply[index]), Number(reply[index + 1]));
  }
  return found;
}
