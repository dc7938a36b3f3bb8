import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InvalidationLog } from '../../../libs/ai-cache/src/invalidation/invalidation-log.js';
import { EVERYTHING } from '../../../libs/ai-cache/src/invalidation/names.policy.js';
import { Proof } from '../../../libs/ai-cache/src/invalidation/proof.js';
import type { Stamp } from '../../../libs/ai-cache/src/invalidation/stamp.js';
import { logPlaces, type LogPlace } from './support/log-places.js';

describe.each(logPlaces)('the log of invalidations in %s', (_, start) => {
  let place: LogPlace;
  let here: InvalidationLog;
  let there: InvalidationLog;
  let count = 0;
  /** A tenant that no other test has used. */
  const newTenant = (): string => `tenant-${count++}`;
  let records = 0;

  beforeAll(async () => {
    place = await start();
    here = await place.open();
    there = await place.open();
  });

  afterAll(() => place[Symbol.asyncDispose]());

  async function capture(log: InvalidationLog, tenant: string): Promise<Stamp> {
    const stamp = await log.capture(tenant);
    if (stamp === undefined) throw new Error('The log could not be asked.');
    return stamp;
  }

  async function invalidate(log: InvalidationLog, tenant: string, names: string[]): Promise<void> {
    const { acknowledged } = await log.invalidate(tenant, names);
    expect(await acknowledged).toEqual({ reached: 'everyone', processes: place.processes });
  }

  const commit = (log: InvalidationLog, tenant: string, stamp: Stamp, names: string[]): Promise<string> =>
    log.commit(tenant, stamp, names, {
      key: `log:2:{${tenant}}:exact:${records++}`,
      bytes: Buffer.from('x'),
      lifetimeMs: 60_000,
    });

  it('stores what was computed when nothing happened, or something else', async () => {
    const tenant = newTenant();
    const stamp = await capture(here, tenant);
    expect(await commit(here, tenant, stamp, ['e', 'a'])).toBe('stored');
    await invalidate(there, tenant, ['b', 'c']);
    expect(await commit(here, tenant, stamp, ['e', 'a'])).toBe('stored');
  });

  it.each(['e', 'n', 'k', 't'])('does not store what was begun before %s was invalidated', async (name) => {
    const tenant = newTenant();
    const stamp = await capture(here, tenant);
    await invalidate(there, tenant, [name]);
    expect(await commit(here, tenant, stamp, ['e', 'n', 'k', 't'])).toBe('outdated');
    expect((await here.verify(tenant, stamp, ['e', 'n', 'k', 't'])).kind).toBe('outdated');
    const later = await capture(here, tenant);
    expect(await commit(here, tenant, later, ['e', 'n', 'k', 't'])).toBe('stored');
    expect((await there.verify(tenant, later, ['e', 'n', 'k', 't'])).kind).toBe('current');
  });

  it('takes an entry in the memory of every process out of use before it is acknowledged', async () => {
    const tenant = newTenant();
    const proofs = [];
    for (const log of [here, there]) {
      const stamp = await capture(log, tenant);
      proofs.push(new Proof(log.scope(tenant), [EVERYTHING, 'a'], stamp, 0));
    }
    expect(proofs.map(({ holds }) => holds)).toEqual([true, true]);
    await invalidate(here, tenant, ['a']);
    expect(proofs.map(({ holds }) => holds)).toEqual([false, false]);
    const stamp = await capture(there, tenant);
    expect(new Proof(there.scope(tenant), ['a'], stamp, 0).holds).toBe(true);
  });

  it('keeps tenants apart', async () => {
    const [one, two] = [newTenant(), newTenant()];
    const stamp = await capture(here, two);
    await invalidate(here, one, [EVERYTHING]);
    expect(await commit(here, two, stamp, [EVERYTHING, 'a'])).toBe('stored');
  });

  it('decides like a list of all that happened, whatever happens', async () => {
    const name = fc.constantFrom('e', 'a', 'b', 'c', 'd');
    const step = fc.record({
      log: fc.constantFrom('here', 'there'),
      does: fc.constantFrom('capture', 'invalidate', 'commit', 'verify'),
      names: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const tenant = newTenant();
        const happened: string[][] = [];
        let stamp = await capture(here, tenant);
        let since = 0;
        for (const { log: which, does, names } of steps) {
          const log = which === 'here' ? here : there;
          const outdated = new Set(happened.slice(since).flat());
          const expected = names.some((each) => outdated.has(each));
          switch (does) {
            case 'capture':
              stamp = await capture(log, tenant);
              since = happened.length;
              break;
            case 'invalidate':
              await invalidate(log, tenant, names);
              happened.push(names);
              break;
            case 'commit':
              expect(await commit(log, tenant, stamp, names)).toBe(expected ? 'outdated' : 'stored');
              break;
            case 'verify':
              expect((await log.verify(tenant, stamp, names)).kind).toBe(expected ? 'outdated' : 'current');
              break;
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
