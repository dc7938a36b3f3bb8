import { randomBytes } from 'node:crypto';
import { systemClock } from '@hydrogenai/common';
import { RedisScript } from '@hydrogenai/common/redis';
import { tenantTag } from '../entry/cache-key.policy.js';
import { Backplane } from './backplane.js';
import type { Invalidation, InvalidationLog, NewRecord, Reach } from './invalidation-log.js';
import type { InvalidationUsage } from './invalidation-usage.js';
import { logKey, sharedChannel } from './log-keys.policy.js';
import type { RedisLogOptions } from './redis-log.options.js';
import { readReading, readStamp, type Reading } from './log-reply.policy.js';
import { COMMIT_LUA, INVALIDATE_LUA, READ_LUA } from './log.lua.js';
import { invalidationText, type InvalidationMessage } from './message.policy.js';
import type { Name } from './names.policy.js';
import { Outbox } from './outbox.js';
import type { Scope } from './scope.js';
import { Scopes } from './scopes.js';
import { OUTDATED, UNKNOWN, type Stamp, type Verdict } from './stamp.js';

/** 7 MB of Redis for one tenant at most. */
const MOST_NAMES = 65_536;

const read = new RedisScript(READ_LUA);
const commit = new RedisScript(COMMIT_LUA);
const invalidate = new RedisScript(INVALIDATE_LUA);

/** The log that all processes share, and what this one has heard of it. */
export class RedisLog implements InvalidationLog {
  private readonly scopes = new Scopes();
  private readonly outbox = new Outbox();
  private readonly backplane: Backplane;
  private sent = 0;
  private heard = 0;
  private gaps = 0;

  constructor(private readonly options: RedisLogOptions) {
    this.backplane = new Backplane(options, {
      onInvalidation: (message) => this.hear(message),
      onGap: () => this.gap(),
      onTrusted: () => this.makeUp(),
    });
  }

  /** Resolves when this process hears of invalidations, or after a moment: it goes on trying. */
  open(): Promise<void> {
    return this.backplane.open();
  }

  close(): void {
    this.backplane.close();
  }

  isTrusted(): boolean {
    return this.backplane.isTrusted();
  }

  isReachable(): boolean {
    return this.options.calls.state === 'up';
  }

  scope(tenant: string | undefined): Scope {
    return this.scopes.of(tenantTag(tenant));
  }

  capture(tenant: string | undefined): Stamp | Promise<Stamp | undefined> {
    const scope = this.scope(tenant);
    const { life, position, joined } = scope;
    if (joined && life !== undefined && this.isTrusted()) return { life, n: position };
    return this.ask(scope.tag, []).then((reading) => reading?.stamp);
  }

  verify(tenant: string | undefined, stamp: Stamp, names: readonly Name[]): Verdict | Promise<Verdict> {
    const scope = this.scope(tenant);
    if (scope.life === stamp.life && scope.newestOf(names) > stamp.n) return OUTDATED;
    if (this.isTrusted() && scope.covers(stamp)) {
      return { kind: 'current', stamp: { life: stamp.life, n: Math.max(stamp.n, scope.position) } };
    }
    return this.ask(scope.tag, names).then((reading) => {
      if (reading === undefined) return UNKNOWN;
      const current =
        reading.stamp.life === stamp.life && reading.floor <= stamp.n && reading.newest <= stamp.n;
      return current ? { kind: 'current', stamp: reading.stamp } : OUTDATED;
    });
  }

  async commit(
    tenant: string | undefined,
    stamp: Stamp,
    names: readonly Name[],
    record: NewRecord,
  ): Promise<'stored' | 'outdated'> {
    const { calls, prefix, retentionMs, writeDeadlineMs } = this.options;
    const tag = tenantTag(tenant);
    const keys = [logKey(prefix, tag), record.key];
    const args = [stamp.life, stamp.n, record.lifetimeMs, retentionMs, record.bytes, ...names];
    const reply = await calls.run(writeDeadlineMs, (client) => commit.run(client, keys, args));
    if (reply === OTHER_LIFE && this.scopes.get(tag)?.life === stamp.life) this.scopes.replace(tag);
    return reply === STORED ? 'stored' : 'outdated';
  }

  invalidate(
    tenant: string | undefined,
    names: readonly Name[],
    records: readonly string[] = [],
  ): Promise<Invalidation> {
    return this.send(tenantTag(tenant), names, records);
  }

  usage(): InvalidationUsage {
    const { sent, heard, gaps } = this;
    return { sent, heard, gaps, ...this.backplane.usage() };
  }

  private async send(tag: string, names: readonly Name[], records: readonly string[]): Promise<Invalidation> {
    const { calls, prefix, retentionMs, writeDeadlineMs, mostNames = MOST_NAMES } = this.options;
    const { process } = this.backplane;
    const number = String(++this.sent);
    const startedMs = systemClock.monotonicMs();
    const keys = [logKey(prefix, tag), ...records];
    const args = [newLife(), retentionMs, mostNames, sharedChannel(prefix), process, number, tag, ...names];
    const learn = this.learner(tag);
    this.backplane.expect(number);
    try {
      const stamp = readStamp(
        await calls.run(writeDeadlineMs, (client) => invalidate.run(client, keys, args)),
      );
      learn(stamp).raise(stamp.n, names);
      const text = invalidationText({ sender: process, number, tag, ...stamp, names });
      return { stamp, acknowledged: this.acknowledged(number, text, startedMs) };
    } catch {
      this.backplane.forget(number);
      this.scopes.of(tag).dispute(names);
      this.outbox.add(tag, names);
      return { stamp: undefined, acknowledged: Promise.resolve({ reached: 'process', processes: 1 }) };
    }
  }

  private async acknowledged(number: string, text: string, startedMs: number): Promise<Reach> {
    const processes = await this.backplane.acknowledged(number, text, startedMs);
    return { reached: 'everyone', processes };
  }

  /** Reads the log, and learns where it stands. Undefined when Redis did not answer. */
  private async ask(tag: string, names: readonly Name[]): Promise<Reading | undefined> {
    const { calls, prefix, deadlineMs, retentionMs } = this.options;
    const learn = this.learner(tag);
    try {
      const reply = await calls.run(deadlineMs, (client) =>
        read.run(client, [logKey(prefix, tag)], [newLife(), retentionMs, ...names]),
      );
      const reading = readReading(reply);
      learn(reading.stamp);
      return reading;
    } catch {
      return undefined; // counted where the calls are made
    }
  }

  /** To be made before Redis is asked: what it answers is the state from which on messages count, if none was missed. */
  private learner(tag: string): (stamp: Stamp) => Scope {
    const scope = this.scopes.of(tag);
    const { gaps } = scope;
    const listening = this.backplane.isListening;
    return (stamp) => {
      const current = this.knownLife(tag, stamp);
      if (listening && current === scope && scope.gaps === gaps) scope.join(stamp);
      return current;
    };
  }

  /** The scope of the life that Redis has told: another one when it has changed. */
  private knownLife(tag: string, stamp: Stamp): Scope {
    const scope = this.scopes.of(tag);
    if (scope.read(stamp)) return scope;
    const next = this.scopes.replace(tag);
    next.read(stamp);
    return next;
  }

  private hear({ tag, life, n, names }: InvalidationMessage): void {
    this.heard += 1;
    if (this.scopes.get(tag) === undefined) return;
    if (!this.knownLife(tag, { life, n }).hear(n, names)) this.gaps += 1;
  }

  private gap(): void {
    this.gaps += 1;
    this.scopes.gap();
  }

  private makeUp(): void {
    for (const [tag, names] of this.outbox.take()) void this.send(tag, [...names], []);
  }
}

const STORED = 1;
const OTHER_LIFE = -1;

/** More than any position, so that it comes last in the sorted set, and exact as a floating point number: 2^52 to 2^53. */
function newLife(): string {
  return String(2 ** 52 + randomBytes(6).readUIntBE(0, 6));
}
