import { randomBytes } from 'node:crypto';
import { generateCorrelationId, runInContext } from '@hydrogenai/common';
import { collectFacts, FakeClock } from '@hydrogenai/common/testing';
import { ConsoleLogger, Logger } from '@nestjs/common';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AnchorStore, AuditAnchor } from './audit-anchor.js';
import type { AuditEntry } from './audit-entry.policy.js';
import type { AuditRecord } from './audit-record.js';
import { AuditTrail } from './audit-trail.js';
import { auditTrouble } from './audit.facts.js';
import type { AuditOptions } from './audit.options.js';
import { MemorySink } from './memory.sink.js';

beforeAll(() => {
  Logger.overrideLogger(false);
  return () => Logger.overrideLogger(new ConsoleLogger());
});

const keys = { keys: [{ id: 'k', secret: randomBytes(32) }] };
const allowed: AuditEntry = {
  actor: 'anna@example.com',
  tenant: 'acme',
  action: 'cache:invalidate',
  resource: 'Cache.invalidate',
  decision: 'allowed',
  reason: 'granted',
};
const denied: AuditEntry = { ...allowed, decision: 'denied', reason: 'no-permission' };

/** A sink whose disk a test can take away, or make slow. */
class FickleSink extends MemorySink {
  full = false;
  hangs: Promise<void> | undefined;
  readonly batches: number[] = [];

  override async append(records: readonly AuditRecord[]): Promise<void> {
    await this.hangs;
    if (this.full) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    this.batches.push(records.length);
    await super.append(records);
  }
}

class Anchors implements AnchorStore {
  readonly saved: AuditAnchor[] = [];
  async save(anchor: AuditAnchor): Promise<void> {
    this.saved.push(anchor);
  }
  async load(): Promise<readonly unknown[]> {
    return this.saved;
  }
}

function start(options: Partial<AuditOptions> = {}) {
  const [sink, clock] = [new FickleSink(), new FakeClock()];
  return { sink, clock, trail: new AuditTrail({ keys, sink, clock, ...options }) };
}

describe('an audit trail', () => {
  it('keeps who, what, where, when and why, in the order of the calls', async () => {
    const { trail, clock } = start();
    const correlationId = generateCorrelationId();
    await runInContext({ correlationId }, () => trail.record(allowed));
    clock.advance(5);
    await trail.record({ ...denied, actor: undefined, tenant: undefined, reason: 'not-authenticated' });
    const [second, first] = await trail.latest();
    expect(first).toEqual({
      id: 1,
      at: '2026-01-01T00:00:00.000Z',
      actor: trail.pseudonymOf('anna@example.com'),
      action: 'cache:invalidate',
      resource: 'Cache.invalidate',
      tenant: 'acme',
      decision: 'allowed',
      reason: 'granted',
      correlationId,
      previousHash: 'none',
      hash: expect.stringMatching(/^k:[A-Za-z0-9_-]{43}$/),
    });
    expect(second).toMatchObject({
      id: 2,
      at: '2026-01-01T00:00:00.005Z',
      actor: null,
      previousHash: first?.hash,
    });
    expect(await trail.verify()).toMatchObject({ valid: true, records: 2 });
  });

  it('chains what comes at once in the order of the calls, and writes it together', async () => {
    const { trail, sink } = start({ resources: Array.from({ length: 500 }, (_, n) => `n:${n}`) });
    await Promise.all(
      Array.from({ length: 500 }, (_, n) =>
        trail.record({ ...(n % 2 ? allowed : denied), resource: `n:${n}` }),
      ),
    );
    const records = (await trail.latest(1_000)).toReversed();
    expect(records.map(({ id, resource }) => [id, resource])).toEqual(
      Array.from({ length: 500 }, (_, n) => [n + 1, `n:${n}`]),
    );
    expect(sink.batches.length).toBeLessThan(5);
    expect(await trail.verify()).toMatchObject({ valid: true, records: 500 });
  });

  it('is verified in a ring that has forgotten its beginning', async () => {
    const trail = new AuditTrail({ keys, sink: new MemorySink({ mostRecords: 10 }), clock: new FakeClock() });
    for (let n = 0; n < 25; n++) await trail.record(denied);
    expect(await trail.verify()).toMatchObject({ valid: true, records: 10 });
    expect((await trail.latest()).map(({ id }) => id)).toEqual([25, 24, 23, 22, 21, 20, 19, 18, 17, 16]);
  });

  it('is valid while it is written, and holds nobody up who records', async () => {
    const { trail } = start();
    const verdicts: Promise<unknown>[] = [];
    for (let n = 0; n < 200; n++) {
      const recorded = trail.record(allowed);
      if (n % 10 === 0) verdicts.push(trail.verify());
      await recorded;
    }
    for (const verdict of await Promise.all(verdicts)) expect(verdict).toMatchObject({ valid: true });
  });

  it('makes an anchor from time to time, and one at the end', async () => {
    const anchors = new Anchors();
    const { trail } = start({ anchors, anchorEvery: 3 });
    for (let n = 0; n < 7; n++) await trail.record(allowed);
    await trail.close();
    expect(anchors.saved.map(({ id }) => id)).toEqual([3, 6, 7]);
  });

  it.each<[string, Partial<AuditEntry>]>([
    ['action', { action: 'canary prompt' }],
    ['action', { action: 'sk-canary-0123456789-0123456789-0123456789' }],
    ['resource', { resource: 'sk-canary-0123456789' }],
    ['resource', { resource: 'Cache.get("canary")' }],
    ['reason', { reason: 'canary' }],
    ['decision', { decision: 'canary' as AuditEntry['decision'] }],
  ])('takes no %s that is none, and does not quote it', async (field, wrong) => {
    const { trail } = start();
    const recorded = trail.record({ ...allowed, ...wrong });
    await expect(recorded).rejects.toThrow(new RegExp(`^audit entry: ${field}: expected`));
    await expect(recorded).rejects.not.toThrow(/canary/);
    expect(await trail.latest()).toEqual([]);
  });

  it('takes no name as it is that a client could have chosen', async () => {
    const { trail } = start();
    await trail.record({ ...allowed, actor: 'canary-a', tenant: 'canary tenant', correlationId: 'canary-c' });
    const [record] = await trail.latest();
    expect(JSON.stringify(record)).not.toContain('canary');
    expect(record).toMatchObject({
      actor: trail.pseudonymOf('canary-a'),
      tenant: trail.pseudonymOf('canary tenant', 'tenant'),
      correlationId: trail.pseudonymOf('canary-c', 'correlation'),
    });
    expect(trail.pseudonymOf('x')).not.toBe(trail.pseudonymOf('x', 'tenant'));
  });
});

describe('while it cannot be written', () => {
  it('an action that must be recorded is refused, and a refusal stays one', async () => {
    const { trail, sink } = start();
    await trail.record(allowed);
    sink.full = true;
    using trouble = collectFacts(auditTrouble);
    await expect(trail.record(allowed)).rejects.toMatchObject({
      code: 'AUDIT_UNAVAILABLE',
      httpStatus: 503,
      retryable: true,
      details: { action: 'cache:invalidate' },
    });
    await expect(trail.record(denied)).resolves.toBeUndefined();
    expect(trouble.facts[0]).toEqual({ kind: 'not-written', code: 'ENOSPC' });
  });

  it('what is spooled waits, and is written once it can be, with its time and in its order', async () => {
    const { trail, sink, clock } = start({ onFailure: { 'cache:*': 'spool' } });
    sink.full = true;
    await trail.record(allowed);
    clock.advance(10);
    await trail.record(denied);
    await clock.advanceAsync(3_000);
    sink.full = false;
    await clock.advanceAsync(1_000);
    expect((await trail.latest()).map(({ id, at, decision }) => [id, at, decision])).toEqual([
      [2, '2026-01-01T00:00:00.010Z', 'denied'],
      [1, '2026-01-01T00:00:00.000Z', 'allowed'],
    ]);
    expect(await trail.verify()).toMatchObject({ valid: true, records: 2 });
    expect(clock.pendingTimers).toBe(0);
  });

  it('memory is bounded, and how many records it had no room for is recorded', async () => {
    const { trail, sink, clock } = start({ spoolSize: 5 });
    sink.full = true;
    for (let n = 0; n < 12; n++) await trail.record(denied);
    await clock.advanceAsync(1_000);
    sink.full = false;
    await clock.advanceAsync(1_000);
    const [lost, ...kept] = await trail.latest();
    expect(lost).toMatchObject({ action: 'audit:lost', resource: 'lost:7', reason: 'spool-full' });
    expect(kept).toHaveLength(5);
    await trail.record(denied);
    expect((await trail.latest()).filter(({ action }) => action === 'audit:lost')).toHaveLength(1);
  });

  it('a sink that hangs refuses after the deadline, and not before', async () => {
    const { trail, sink, clock } = start({ deadline: 2_000 });
    const { promise, resolve } = Promise.withResolvers<void>();
    sink.hangs = promise;
    let outcome = 'waiting';
    const recorded = trail.record(allowed).then(
      () => (outcome = 'recorded'),
      () => (outcome = 'refused'),
    );
    await clock.advanceAsync(1_999);
    expect(outcome).toBe('waiting');
    await clock.advanceAsync(1);
    await recorded;
    expect(outcome).toBe('refused');
    await expect(trail.record(denied)).resolves.toBeUndefined();
    resolve();
    expect(await trail.verify()).toMatchObject({ valid: true });
  });

  it('the first policy whose pattern fits counts', async () => {
    const { trail, sink } = start({ onFailure: { 'cache:read': 'spool', 'cache:*': 'block', '*': 'spool' } });
    sink.full = true;
    await expect(trail.record({ ...allowed, action: 'cache:read' })).resolves.toBeUndefined();
    await expect(trail.record(allowed)).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
    await expect(trail.record({ ...allowed, action: 'audit:read' })).resolves.toBeUndefined();
  });
});

describe('a trail that is closed', () => {
  it('has written what waited, and takes nothing more', async () => {
    const { trail, sink, clock } = start({ onFailure: { '*': 'spool' } });
    const recorded = Array.from({ length: 5 }, () => trail.record(allowed));
    await trail.close();
    await Promise.all(recorded);
    expect(sink.batches).toEqual([5]);
    await expect(trail.record(allowed)).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('options of a trail', () => {
  it.each<[string, object]>([
    ['audit.sink', { sink: {} }],
    ['audit.keys.keys', { keys: {} }],
    ['audit.name', { name: 'a b' }],
    ['audit.onFailure', { onFailure: { 'Not a pattern': 'block' } }],
    ['audit.onFailure["*"]', { onFailure: { '*': 'ignore' } }],
    ['audit.deadline', { deadline: 1 }],
    ['audit.anchorEvery', { anchorEvery: 0 }],
    ['audit.resources[0]', { resources: ['a b'] }],
    ['audit.reasons[1]', { reasons: ['fine', 'Not Fine'] }],
  ])('refuse a wrong %s', (field, wrong) => {
    expect(() => start(wrong)).toThrow(expect.objectContaining({ field }));
  });
});
