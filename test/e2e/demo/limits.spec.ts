import { FakeClock } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import { startRedis } from '../../support/redis-server.js';
import { readEvents } from './support/events.js';
import { startTestDemo, type TestDemo } from './support/demo.js';

const FRANCE = { query: 'What is the capital of France?' };
const POLICY = '"query";q=60;w=60;hydrogenai-burst=30, "query:all";q=600;w=60;hydrogenai-burst=300';
const NOTHING = { nearLimit: 0, refused: 0, shadowRefused: 0, insured: 0, uncounted: 0 };

/** Proxies on this machine are believed, so that a test can be several users. */
const BEHIND_A_PROXY = { TRUSTED_PROXIES: 'loopback' };
const from = (address: string) => ({ 'x-forwarded-for': address });

function limitFields({ status, headers }: Response) {
  return {
    status,
    policy: headers.get('ratelimit-policy'),
    left: headers.get('ratelimit'),
    retryAfter: headers.get('retry-after'),
  };
}

async function statsOf(demo: TestDemo): Promise<unknown> {
  return (await demo.get('/v1/limits')).json();
}

function breakAllProviders({ simulator }: TestDemo): void {
  for (const wire of ['groq', 'openai', 'anthropic'] as const) {
    simulator.fail(wire, { kind: 'rateLimit', retryAfter: '90' }, { times: 'always' });
  }
}

describe('the headers of limits', () => {
  it('are on new answers, cached ones, streams, bad requests, unreadable ones, outages and refusals', async () => {
    await using demo = await startTestDemo({}, { clock: new FakeClock() });
    const ask = async (path: string, body: unknown) => limitFields(await demo.post(path, body));
    const send = async (path: string, text: string) => limitFields(await demo.postText(path, text));
    const told = (status: number, left: number, retryAfter: string | null = null) => ({
      status,
      policy: POLICY,
      left: `"query";r=${left};t=1, "query:all";r=${left + 270};t=1`,
      retryAfter,
    });
    expect(await ask('/v1/query', FRANCE)).toEqual(told(200, 29));
    expect(await ask('/v1/query', FRANCE)).toEqual(told(200, 28));
    expect(await ask('/v1/query/stream', FRANCE)).toEqual(told(200, 27));
    expect(await ask('/v1/query/stream', { query: 'Something new' })).toEqual(told(200, 26));
    expect(await ask('/v1/query', { query: '' })).toEqual(told(400, 25));
    expect(await ask('/v1/query/stream', { temperature: 1 })).toEqual(told(400, 24));
    expect(await send('/v1/query', '{"query":')).toEqual(told(400, 23));
    expect(await send('/v1/query/stream', 'no JSON')).toEqual(told(400, 22));
    expect(await send('/v1/query', JSON.stringify('x'.repeat(5_000_000)))).toEqual(told(413, 21));
    breakAllProviders(demo);
    expect(await ask('/v1/query', { query: 'Is anybody there?' })).toEqual(told(503, 20, '90'));
    expect(await ask('/v1/query/stream', { query: 'Is anybody there?' })).toEqual(told(503, 19, '90'));
    for (let left = 18; left >= 0; left--) expect(await ask('/v1/query', FRANCE)).toEqual(told(200, left));
    expect(await ask('/v1/query', FRANCE)).toEqual(told(429, 0, '1'));
    expect(await ask('/v1/query/stream', FRANCE)).toEqual(told(429, 0, '1'));
  });

  it('are not on endpoints without a limit, which are never refused: health above all', async () => {
    await using demo = await startTestDemo({ QUERY_LIMIT_PER_MINUTE: '1' }, { clock: new FakeClock() });
    expect((await demo.post('/v1/query', FRANCE)).status).toBe(200);
    expect((await demo.post('/v1/query', FRANCE)).status).toBe(429);
    const unlimited = { status: 200, policy: null, left: null, retryAfter: null };
    for (const path of ['/livez', '/readyz', '/startupz', '/health', '/v1/providers', '/v1/limits']) {
      const all = await Promise.all(Array.from({ length: 5 }, () => demo.get(path)));
      expect(all.map(limitFields)).toEqual(all.map(() => unlimited));
    }
    expect(limitFields(await demo.post('/v1/classify', FRANCE))).toEqual(unlimited);
  });

  it('are documented with every answer that has them', async () => {
    await using demo = await startTestDemo();
    const { paths } = (await (await demo.get('/docs-json')).json()) as {
      paths: Record<string, { post: { responses: Record<string, { headers?: object }> } }>;
    };
    const names = ['RateLimit', 'RateLimit-Policy'];
    for (const path of ['/v1/query', '/v1/query/stream']) {
      const { responses = {} } = paths[path]?.post ?? {};
      const documented = Object.entries(responses).map(([status, { headers = {} }]) => [
        status,
        Object.keys(headers).toSorted(),
      ]);
      expect(documented).toEqual([
        ['200', names],
        ['400', names],
        ['422', names],
        ['429', [...names, 'Retry-After']],
        ['503', [...names, 'Retry-After']],
      ]);
    }
  });
});

describe('the limit of a user', () => {
  it('admits exactly its burst, however many questions come at once, and refuses in a fixed shape', async () => {
    await using demo = await startTestDemo({}, { clock: new FakeClock() });
    const answers = await Promise.all(Array.from({ length: 40 }, () => demo.post('/v1/query', FRANCE)));
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(30);
    expect(refused).toHaveLength(10);
    expect(await refused[0]?.json()).toEqual({
      code: 'RATE_LIMITED',
      message: 'The limit "query" of 60 per 1m is used up. Try again in 1000 ms.',
      correlationId: refused[0]?.headers.get('x-correlation-id'),
      retryable: true,
      retryAfterMs: 1_000,
      details: { name: 'query', limit: 60, periodMs: 60_000, remaining: 0, retryAfterMs: 1_000 },
    });
  });

  it('is one for questions and streams', async () => {
    await using demo = await startTestDemo({ QUERY_LIMIT_PER_MINUTE: '2' }, { clock: new FakeClock() });
    await readEvents(await demo.post('/v1/query/stream', FRANCE));
    expect((await demo.post('/v1/query', FRANCE)).status).toBe(429);
  });

  it('admits who comes back after Retry-After, and nobody a second earlier', async () => {
    const clock = new FakeClock();
    await using demo = await startTestDemo({ QUERY_LIMIT_PER_MINUTE: '2' }, { clock });
    const ask = async () => limitFields(await demo.post('/v1/query', FRANCE));
    expect(await ask()).toMatchObject({ status: 200 });
    expect(await ask()).toMatchObject({ status: 429, retryAfter: '30' });
    clock.advance(29_000);
    expect(await ask()).toMatchObject({ status: 429, retryAfter: '1' });
    clock.advance(1_000);
    expect(await ask()).toMatchObject({ status: 200 });
  });

  it('is no concern of other users, and a forged header makes nobody another user', async () => {
    const env = { ...BEHIND_A_PROXY, QUERY_LIMIT_PER_MINUTE: '2' };
    await using demo = await startTestDemo(env, { clock: new FakeClock() });
    const ask = async (address: string) => (await demo.post('/v1/query', FRANCE, from(address))).status;
    expect(await ask('192.0.2.1')).toBe(200);
    expect(await ask('192.0.2.1')).toBe(429);
    expect(await ask('192.0.2.2')).toBe(200);
    expect(await ask('198.51.100.7, 192.0.2.1')).toBe(429);
  });

  it('is the address of the connection while no proxy is trusted', async () => {
    await using demo = await startTestDemo({ QUERY_LIMIT_PER_MINUTE: '2' }, { clock: new FakeClock() });
    expect((await demo.post('/v1/query', FRANCE, from('192.0.2.1'))).status).toBe(200);
    expect((await demo.post('/v1/query', FRANCE, from('192.0.2.2'))).status).toBe(429);
  });
});

describe('the limit of all users together', () => {
  const env = { ...BEHIND_A_PROXY, GLOBAL_QUERY_LIMIT_PER_MINUTE: '4' };

  it('refuses the one too many, whose own limit is not charged for it', async () => {
    const clock = new FakeClock();
    await using demo = await startTestDemo(env, { clock });
    const ask = (address: string) => demo.post('/v1/query', FRANCE, from(address));
    for (const address of ['192.0.2.1', '192.0.2.2']) expect((await ask(address)).status).toBe(200);
    const refused = await ask('192.0.2.3');
    expect(limitFields(refused)).toMatchObject({
      status: 429,
      left: '"query";r=30;t=1, "query:all";r=0;t=15',
      retryAfter: '15',
    });
    expect(await refused.json()).toMatchObject({ code: 'RATE_LIMITED', details: { name: 'query:all' } });
    clock.advance(15_000);
    expect(limitFields(await ask('192.0.2.3'))).toMatchObject({
      status: 200,
      left: '"query";r=29;t=1, "query:all";r=0;t=15',
    });
  });

  it('is not charged for what a user has too many', async () => {
    await using demo = await startTestDemo(
      { ...env, QUERY_LIMIT_PER_MINUTE: '1' },
      { clock: new FakeClock() },
    );
    const ask = async (address: string) => (await demo.post('/v1/query', FRANCE, from(address))).status;
    expect(await ask('192.0.2.1')).toBe(200);
    for (let more = 0; more < 10; more++) expect(await ask('192.0.2.1')).toBe(429);
    expect(await ask('192.0.2.2')).toBe(200);
    expect(await ask('192.0.2.3')).toBe(429);
  });
});

describe('the limit on trial', () => {
  it('refuses nobody and tells no client, but an operator what it would have refused', async () => {
    await using demo = await startTestDemo(
      { TRIAL_QUERY_LIMIT_PER_MINUTE: '4', QUERY_LIMIT_PER_MINUTE: '10' },
      { clock: new FakeClock() },
    );
    for (let asked = 0; asked < 5; asked++) {
      const answer = await demo.post('/v1/query', FRANCE);
      expect(answer.status).toBe(200);
      expect([...answer.headers.values()].join()).not.toContain('trial');
    }
    expect((await demo.post('/v1/query', FRANCE)).status).toBe(429);
    expect(await statsOf(demo)).toEqual({
      limits: [
        { ...NOTHING, name: 'query', admitted: 5, nearLimit: 1, refused: 1 },
        { ...NOTHING, name: 'query:all', admitted: 6 },
        { ...NOTHING, name: 'query:trial', admitted: 2, nearLimit: 1, shadowRefused: 4 },
      ],
    });
  });
});

describe('two demos', () => {
  it('in one process share neither limits nor what is told of them', async () => {
    await using one = await startTestDemo({ QUERY_LIMIT_PER_MINUTE: '2' }, { clock: new FakeClock() });
    await using other = await startTestDemo({ QUERY_LIMIT_PER_MINUTE: '2' }, { clock: new FakeClock() });
    expect((await one.post('/v1/query', FRANCE)).status).toBe(200);
    expect(await statsOf(other)).toEqual({ limits: [] });
    expect((await other.post('/v1/query', FRANCE)).status).toBe(200);
  });

  it('on one Redis share the limits, and each tells what it has decided itself', async () => {
    await using redis = await startRedis();
    const env = { ...BEHIND_A_PROXY, REDIS_URL: redis.url, QUERY_LIMIT_PER_MINUTE: '2' };
    await using one = await startTestDemo(env);
    await using other = await startTestDemo(env);
    const ask = async (demo: TestDemo, address: string) =>
      (await demo.post('/v1/query', FRANCE, from(address))).status;
    expect(await ask(one, '192.0.2.1')).toBe(200);
    expect(await ask(other, '192.0.2.1')).toBe(429);
    expect(await ask(other, '192.0.2.2')).toBe(200);
    expect(await ask(one, '192.0.2.2')).toBe(429);
    for (const demo of [one, other]) {
      expect(await statsOf(demo)).toMatchObject({
        limits: [{ name: 'query', admitted: 1, refused: 1, insured: 0 }, {}, {}],
      });
    }
  });
});
