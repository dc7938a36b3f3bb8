import { FakeClock } from '@hydrogenai/common/testing';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTypeScript, type Child } from '../../support/child-process.js';
import { startRedis, type RedisServer } from '../../support/redis-server.js';
import { eventually } from './support/eventually.js';
import { joinFleet } from './support/fleet-member.js';
import { RedisInspector } from './support/redis-inspector.js';

const program = fileURLToPath(new URL('support/fleet-process.ts', import.meta.url));
const PROCESSES = 4;
const CALLERS = 1_000;

let redis: RedisServer;
let inspector: RedisInspector;

beforeAll(async () => {
  redis = await startRedis();
  inspector = new RedisInspector(redis.url);
});

afterAll(async () => {
  await inspector[Symbol.asyncDispose]();
  await redis.stop();
});

async function answersOf(child: Child, firstKey: string): Promise<unknown> {
  const start = `answers ${firstKey} `;
  const line = await child.waitForLine(new RegExp(`^${start}`));
  return JSON.parse(line.slice(start.length));
}

describe('a fleet of 4 processes', () => {
  let children: Child[];

  beforeAll(async () => {
    const args = [redis.url, String(CALLERS)];
    children = await Promise.all(Array.from({ length: PROCESSES }, () => runTypeScript(program, { args })));
    // Four at once take long to load on a busy machine.
    await Promise.all(children.map((child) => child.waitForLine(/^ready/, 60_000)));
  }, 70_000);

  afterAll(() => Promise.all(children.map((child) => child.kill())));

  /** Has all processes begin at once. */
  const ask = (keys: readonly string[]): Promise<number> => inspector.client.publish('go', keys.join(' '));

  it('computes once for 1,000 misses in each of them, of each of 20 keys', async () => {
    const keys = Array.from({ length: 20 }, (_, n) => `k${n}`);
    expect(await ask(keys)).toBe(PROCESSES);
    const once = Object.fromEntries(keys.map((key) => [key, { [`${key}, computation 1`]: CALLERS }]));
    expect(await Promise.all(children.map((child) => answersOf(child, 'k0')))).toEqual(
      children.map(() => once),
    );
    const counts = await inspector.client.mget(keys.map((key) => `computed:${key}`));
    expect(counts).toEqual(keys.map(() => '1'));
  }, 60_000);

  it('computes once more when the process that computes is killed, and every other gets that answer', async () => {
    expect(await ask(['slow'])).toBe(PROCESSES);
    const leader = await Promise.any(
      children.map(async (child) => {
        await child.waitForLine(/^computing slow 1$/, 10_000);
        return child;
      }),
    );
    await leader.kill();
    const others = children.filter((child) => child !== leader);
    expect(await Promise.all(others.map((child) => answersOf(child, 'slow')))).toEqual(
      others.map(() => ({ slow: { 'slow, computation 2': CALLERS } })),
    );
    expect(await inspector.client.get('computed:slow')).toBe('2');
    await eventually(
      () => inspector.client.exists('{test}:slow:lock'),
      (locks) => locks === 0,
    );
  }, 60_000);
});

describe('a computation across processes', () => {
  it('is done by another when the first one fails, and the failure reaches only those who computed', async () => {
    await using one = await joinFleet(redis.url);
    await using other = await joinFleet(redis.url);
    const gate = Promise.withResolvers<string>();
    const failed = one.ask('failing', () => gate.promise);
    await eventually(
      () => inspector.client.exists('{test}:failing:lock'),
      (locks) => locks === 1,
    );
    const succeeded = other.ask('failing', async () => 'from the other');
    await eventually(
      () => other.signals.size,
      (size) => size === 1,
    );
    gate.reject(new Error('upstream'));
    await expect(failed).rejects.toThrow('upstream');
    await expect(succeeded).resolves.toBe('from the other');
    expect(other.signals.size).toBe(0);
  });

  it('keeps its lock for as long as it takes, which is longer than the lease', async () => {
    await using one = await joinFleet(redis.url, { leaseMs: 600 });
    await using other = await joinFleet(redis.url, { leaseMs: 600 });
    const gate = Promise.withResolvers<string>();
    const first = one.ask('long', () => gate.promise);
    await eventually(
      () => inspector.client.exists('{test}:long:lock'),
      (locks) => locks === 1,
    );
    let computed = 0;
    const second = other.ask('long', async () => String(++computed));
    const renewals = await inspector.calls('pexpire');
    await eventually(
      () => inspector.calls('pexpire'),
      (calls) => calls >= renewals + 4, // three make a lease
    );
    gate.resolve('first');
    expect(await Promise.all([first, second])).toEqual(['first', 'first']);
    expect(computed).toBe(0);
  });

  it('is done here as well when the others take longer than the bound', async () => {
    await using one = await joinFleet(redis.url);
    await using other = await joinFleet(redis.url, { waitForOthersMs: 60 });
    const gate = Promise.withResolvers<string>();
    const slow = one.ask('bound', () => gate.promise);
    await eventually(
      () => inspector.client.exists('{test}:bound:lock'),
      (locks) => locks === 1,
    );
    const published = await inspector.calls('publish');
    await expect(other.ask('bound', async () => 'own')).resolves.toBe('own');
    await eventually(
      () => inspector.calls('publish'),
      (calls) => calls > published, // with that, it has released what it never had
    );
    expect(await inspector.client.exists('{test}:bound:lock')).toBe(1);
    gate.resolve('late');
    await expect(slow).resolves.toBe('late');
  });

  it('is found as soon as the other process says so, without looking for it', async () => {
    await using one = await joinFleet(redis.url);
    await using other = await joinFleet(redis.url, { clock: new FakeClock() }); // its time to look never comes
    const gate = Promise.withResolvers<string>();
    const first = one.ask('told', () => gate.promise);
    await eventually(
      () => inspector.client.exists('{test}:told:lock'),
      (locks) => locks === 1,
    );
    const second = other.ask('told', async () => 'never');
    await eventually(
      () => other.signals.size,
      (size) => size === 1,
    );
    gate.resolve('first');
    expect(await Promise.all([first, second])).toEqual(['first', 'first']);
  });

  it('is done by all who wait at the same time when its answer is not kept', async () => {
    await using one = await joinFleet(redis.url);
    const others = await Promise.all([1, 2, 3].map(() => joinFleet(redis.url)));
    const gate = Promise.withResolvers<string>();
    const first = one.ask('unkept', () => gate.promise);
    await eventually(
      () => inspector.client.exists('{test}:unkept:lock'),
      (locks) => locks === 1,
    );
    let running = 0;
    const all = Promise.withResolvers<string>();
    const waiting = others.map((other) =>
      other.ask('unkept', () => {
        running += 1;
        if (running === 3) all.resolve('not to be kept either');
        return all.promise;
      }),
    );
    await eventually(
      () => inspector.client.pubsub('NUMSUB', '{test}:unkept:free'),
      ([, listening]) => listening === 3,
    );
    gate.resolve('not to be kept');
    expect(await first).toBe('not to be kept');
    expect(await Promise.all(waiting)).toEqual(Array.from({ length: 3 }, () => 'not to be kept either'));
    for (const other of others) await other[Symbol.asyncDispose]();
  });

  it('is found by looking for it when nothing is heard of it', async () => {
    await using one = await joinFleet(redis.url);
    await using other = await joinFleet(redis.url);
    other.goDeaf();
    const gate = Promise.withResolvers<string>();
    const first = one.ask('untold', () => gate.promise);
    await eventually(
      () => inspector.client.exists('{test}:untold:lock'),
      (locks) => locks === 1,
    );
    const second = other.ask('untold', async () => 'never');
    gate.resolve('first');
    expect(await Promise.all([first, second])).toEqual(['first', 'first']);
  });

  it('lets who waits for another process leave', async () => {
    await using one = await joinFleet(redis.url);
    await using other = await joinFleet(redis.url);
    const gate = Promise.withResolvers<string>();
    const first = one.ask('leave', () => gate.promise);
    await eventually(
      () => inspector.client.exists('{test}:leave:lock'),
      (locks) => locks === 1,
    );
    const caller = new AbortController();
    const left = other.ask('leave', async () => 'never', caller.signal);
    await eventually(
      () => other.signals.size,
      (size) => size === 1,
    );
    caller.abort(new Error('enough'));
    await expect(left).rejects.toThrow('enough');
    await eventually(
      () => other.signals.size,
      (size) => size === 0,
    );
    gate.resolve('first');
    await first;
  });

  it('is done by each for itself while Redis is away', async () => {
    await using server = await startRedis();
    await using one = await joinFleet(server.url);
    await server.stop();
    await expect(one.ask('away', async () => 'own')).resolves.toBe('own');
  });
});
