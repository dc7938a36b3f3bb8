import { systemClock, type Clock } from '@hydrogenai/common';
import { defineRateLimit } from '@hydrogenai/rate-limit';
import { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startRedis } from '../../support/redis-server.js';
import { startLimiterApp } from './support/limiter-app.js';

const limit = defineRateLimit({ name: 'connection', limit: 10, per: '30d' });

/** Keeps this process from reading its sockets, as a long computation does. */
function beBusy(ms: number): void {
  for (const endsAtMs = performance.now() + ms; performance.now() < endsAtMs;) Math.sqrt(ms);
}

describe('the connection to Redis', () => {
  it('is closed with the application when it is its own, twice over', async () => {
    await using redis = await startRedis();
    const admin = new Redis(redis.url);
    onTestFinished(() => admin.disconnect());
    const limiters = async (): Promise<number> =>
      String(await admin.client('LIST')).split('name=hydrogenai-rate-limit').length - 1;
    for (let round = 0; round < 2; round++) {
      const app = await startLimiterApp({ redis: { url: redis.url } });
      expect(await limiters()).toBe(1);
      await app.close();
      await expect.poll(limiters).toBe(0);
      // And it stays so: a client that is only cut off comes back within 50 ms.
      await sleep(200);
      expect(await limiters()).toBe(0);
    }
  });

  it('stays open when it was given, and carries no listener of ours any more', async () => {
    await using redis = await startRedis();
    const client = new Redis(redis.url);
    onTestFinished(() => client.disconnect());
    const before = client.listenerCount('close');
    const app = await startLimiterApp({ redis: { client } });
    const patient = defineRateLimit({ name: 'given', limit: 10, per: '30d', deadlineMs: 1_000 });
    expect(await app.limiter.consume(patient, 'somebody')).toMatchObject({
      decidedBy: 'store',
      remaining: 9,
    });
    await app.close();
    expect(await client.ping()).toBe('PONG');
    expect(client.listenerCount('close')).toBe(before);
  });

  it('may be lazy: the first decision opens it', async () => {
    await using redis = await startRedis();
    const client = new Redis(redis.url, { lazyConnect: true });
    onTestFinished(() => client.disconnect());
    await using app = await startLimiterApp({ redis: { client }, prefix: 'lazy' });
    const patient = defineRateLimit({ name: 'lazy', limit: 10, per: '30d', deadlineMs: 1_000 });
    expect(await app.limiter.consume(patient, 'somebody')).toMatchObject({ decidedBy: 'store' });
    expect(app.facts).toEqual([]);
  });

  it('is read once more before an answer counts as late, for this process itself may have been busy', async () => {
    await using redis = await startRedis();
    await using app = await startLimiterApp({ redis: { url: redis.url }, prefix: 'busy' });
    const patient = defineRateLimit({ name: 'busy', limit: 10, per: '30d', deadlineMs: 1_000 });
    await app.limiter.consume(patient, 'somebody');
    const deciding = app.limiter.consume(limit, 'somebody');
    beBusy(3 * limit.deadlineMs);
    expect(await deciding).toMatchObject({ decidedBy: 'store' });
    expect(app.facts).toEqual([]);
  });

  it('outlives a sleep of this machine, in which its clock stood still and Redis’ went on', async () => {
    await using redis = await startRedis();
    let sleptMs = 0;
    const clock: Clock = { ...systemClock, monotonicMs: () => systemClock.monotonicMs() - sleptMs };
    await using app = await startLimiterApp({ redis: { url: redis.url }, prefix: 'asleep', clock });
    const patient = defineRateLimit({ name: 'asleep', limit: 10, per: '30d', deadlineMs: 1_000 });
    await app.limiter.consume(patient, 'somebody');
    sleptMs = 60_000;
    expect(await app.limiter.consume(patient, 'somebody')).toMatchObject({
      decidedBy: 'store',
      remaining: 8,
    });
    expect(app.facts).toEqual([]);
  });

  it('may lead to another server with another clock: its time is asked for again', async () => {
    await using redis = await startRedis();
    await using app = await startLimiterApp({ redis: { url: redis.url }, prefix: 'reconnect' });
    const admin = new Redis(redis.url);
    onTestFinished(() => admin.disconnect());
    const patient = defineRateLimit({ name: 'reconnect', limit: 10, per: '30d', deadlineMs: 1_000 });
    const callsOf = async (command: string): Promise<number> =>
      Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(await admin.info('commandstats'))?.[1] ?? 0);
    /** Beyond the one in each script. */
    const timesAsked = async (): Promise<number> =>
      (await callsOf('time')) - (await callsOf('evalsha')) - (await callsOf('eval'));

    await app.limiter.consume(patient, 'somebody');
    // EVALSHA that met no script counts as a call without TIME inside.
    const afterFirst = await timesAsked();
    await app.limiter.consume(patient, 'somebody');
    expect(await timesAsked()).toBe(afterFirst);
    await admin.client('KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await expect
      .poll(async () => (await app.limiter.consume(patient, 'somebody')).decidedBy, { timeout: 5_000 })
      .toBe('store');
    expect(await timesAsked()).toBe(afterFirst + 1);
  });
});
