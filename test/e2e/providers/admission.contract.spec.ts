import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AdmissionGate } from '../../../libs/ai-provider/src/admission/admission.gate.js';
import { startRedis, type RedisServer } from '../../support/redis-server.js';
import {
  candidateOf,
  endOf,
  openGate,
  passOf,
  profileOf,
  requestOf,
  type GateWorld,
} from './support/admission.js';

let redis: RedisServer;
const open: AdmissionGate[] = [];

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis[Symbol.asyncDispose]());
afterEach(async () => {
  await Promise.all(open.splice(0).map((gate) => gate.close()));
});

/** Limits of a day, so that what comes back while a test runs is less than a request. */
const A_DAY = { requestsPerDay: 10, tokensPerDay: 10_000 };
const lane = candidateOf('groq/a');

describe.each(['memory', 'Redis'] as const)('admission in %s', (place) => {
  const gateOf = async (world: GateWorld = {}): Promise<AdmissionGate> => {
    const shared = place === 'Redis' ? { redis: { url: redis.url }, prefix: `t:${randomUUID()}` } : {};
    const gate = await openGate({
      limits: { groq: { limits: A_DAY } },
      storeDeadlineMs: 1_000,
      ...shared,
      ...world,
    });
    open.push(gate);
    return gate;
  };
  const enter = (
    gate: AdmissionGate,
    input: number,
    output: number,
    waitAtMostMs = 0,
    signal?: AbortSignal,
  ) => gate.enter(requestOf(lane, profileOf(input, output), { waitAtMostMs, signal }));

  it('lets in as many requests as the limit has, and tells the next one when to come back', async () => {
    const gate = await gateOf();
    for (let request = 0; request < 10; request++) passOf(await enter(gate, 10, 10));
    const refused = await enter(gate, 10, 10);
    expect(refused).toMatchObject({ kind: 'refused', why: 'limit' });
    // One of ten requests a day.
    expect(refused.kind === 'refused' && refused.retryInMs).toBeGreaterThan(8_000_000);
    expect(refused.kind === 'refused' && refused.retryInMs).toBeLessThanOrEqual(8_640_000);
  });

  it('lets in as many tokens as the limit has, by the estimate of input and output', async () => {
    const gate = await gateOf();
    passOf(await enter(gate, 4_000, 3_000));
    expect(await enter(gate, 2_000, 1_001)).toMatchObject({ kind: 'refused' });
    passOf(await enter(gate, 2_000, 1_000));
    expect(gate.limitsOf([lane])[0]?.limits).toMatchObject([
      { name: 'requestsPerDay', remaining: 8 },
      { name: 'tokensPerDay', limit: 10_000, remaining: 0, source: 'configured' },
    ]);
  });

  it('charges what was used when an attempt ends, and gives the rest back at once', async () => {
    const gate = await gateOf();
    const profile = profileOf(4_000, 6_000);
    const pass = passOf(await gate.enter(requestOf(lane, profile)));
    expect(await enter(gate, 1, 1)).toMatchObject({ kind: 'refused' });
    pass.leave(endOf(lane, profile, { input: 4_000, output: 500 }));
    expect(await enter(gate, 2_000, 3_501)).toMatchObject({ kind: 'refused' });
    passOf(await enter(gate, 2_000, 3_500));
  });

  it('gives everything back that was surely not used', async () => {
    const gate = await gateOf();
    const profile = profileOf(4_000, 6_000);
    for (const failure of [
      { kind: 'network', unsent: true },
      { kind: 'rate_limit' },
      { kind: 'auth' },
    ] as const) {
      passOf(await gate.enter(requestOf(lane, profile))).leave(endOf(lane, profile, { failure }));
    }
    passOf(await gate.enter(requestOf(lane, profile)));
    expect(gate.limitsOf([lane])[0]?.limits[0]).toMatchObject({ name: 'requestsPerDay', remaining: 9 });
  });

  it('charges the estimate when an attempt timed out, because the provider may have used it', async () => {
    const gate = await gateOf();
    const profile = profileOf(4_000, 6_000);
    const pass = passOf(await gate.enter(requestOf(lane, profile)));
    pass.leave(endOf(lane, profile, { failure: { kind: 'timeout', timeout: 'attempt' } }));
    expect(await enter(gate, 1, 1)).toMatchObject({ kind: 'refused' });
  });

  it('refuses for good what is larger than the limit', async () => {
    const gate = await gateOf();
    expect(await enter(gate, 9_000, 1_001)).toEqual({ kind: 'refused', why: 'limit', retryInMs: undefined });
    expect(gate.waitMs(lane, profileOf(9_000, 1_001))).toBeUndefined();
    expect(gate.waitMs(lane, profileOf(9_000, 1_000))).toBe(0);
  });

  it('drains the bucket to what a response says is left, and never fills it by a later one', async () => {
    const gate = await gateOf({ limits: {} });
    const learn = async (remaining: number): Promise<void> => {
      const profile = profileOf(10, 10);
      const pass = passOf(await gate.enter(requestOf(lane, profile)));
      const headers = {
        'x-ratelimit-limit-requests': '1000',
        'x-ratelimit-remaining-requests': String(remaining),
      };
      pass.leave(endOf(lane, profile, { input: 10, output: 10, headers }));
    };
    await learn(900);
    await learn(3);
    await learn(800);
    // One of the three is spent by the request that has just learned that there are 800.
    for (let request = 0; request < 2; request++) passOf(await enter(gate, 10, 10));
    expect(await enter(gate, 10, 10)).toMatchObject({ kind: 'refused' });
  });

  it('lets the first one in line enter when something is given back, and small ones do not overtake it', async () => {
    const gate = await gateOf();
    const held = profileOf(5_000, 2_000);
    const pass = passOf(await gate.enter(requestOf(lane, held)));
    const order: string[] = [];
    const large = Promise.resolve(enter(gate, 3_000, 2_000, 5_000)).then((answer) => {
      order.push('large');
      return answer;
    });
    // On Redis the large one has been refused, and stands in line, after a round trip.
    await expect.poll(() => gate.limitsOf([lane])[0]?.waiting).toBe(1);
    const small = Promise.resolve(enter(gate, 5, 5, 5_000)).then((answer) => {
      order.push('small');
      return answer;
    });
    expect(await enter(gate, 5, 5)).toMatchObject({ kind: 'refused' });
    pass.leave(endOf(lane, held, { input: 2_000, output: 1_000 }));
    passOf(await large);
    passOf(await small);
    expect(order).toEqual(['large', 'small']);
  });

  it('frees the place of one who aborts, and rejects with the reason', async () => {
    const gate = await gateOf();
    const held = profileOf(5_000, 4_000);
    const pass = passOf(await gate.enter(requestOf(lane, held)));
    const controller = new AbortController();
    const aborted = Promise.resolve(enter(gate, 5_000, 5_000, 5_000, controller.signal));
    await expect.poll(() => gate.limitsOf([lane])[0]?.waiting).toBe(1);
    const other = Promise.resolve(enter(gate, 500, 500, 5_000));
    controller.abort(new Error('the user left'));
    await expect(aborted).rejects.toThrow('the user left');
    passOf(await other);
    pass.leave(endOf(lane, held, { input: 1, output: 1 }));
    expect(gate.limitsOf([lane])[0]?.waiting).toBe(0);
  });

  it('keeps keys and models apart, or together where a provider limits a key as a whole', async () => {
    const apart = await gateOf();
    const second = candidateOf('groq#2/a');
    const profile = profileOf(5_000, 5_000);
    passOf(await apart.enter(requestOf(lane, profile)));
    passOf(await apart.enter(requestOf(second, profile)));
    passOf(await apart.enter(requestOf(candidateOf('groq/b'), profile)));
    expect(await apart.enter(requestOf(second, profile))).toMatchObject({ kind: 'refused' });

    const together = await gateOf({ limits: { groq: { limits: A_DAY, limitsPer: 'provider' } } });
    passOf(await together.enter(requestOf(lane, profile)));
    expect(await together.enter(requestOf(candidateOf('groq/b'), profile))).toMatchObject({
      kind: 'refused',
    });
    passOf(await together.enter(requestOf(second, profile)));
  });
});

describe('admission', () => {
  it('answers at once in memory, without a promise', async () => {
    const gate = await openGate({ limits: { groq: { limits: A_DAY } } });
    expect(gate.enter(requestOf(lane, profileOf(10, 10)))).not.toBeInstanceOf(Promise);
    await gate.close();
  });
});
