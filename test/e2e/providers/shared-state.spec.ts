import { fileURLToPath } from 'node:url';
import { startSimulator, type Simulator } from '@hydrogenai/ai-provider/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { runTypeScript, type Child } from '../../support/child-process.js';
import { startRedis, type RedisServer } from '../../support/redis-server.js';

const instance = fileURLToPath(new URL('support/shared-instance.ts', import.meta.url));

interface State {
  readonly groq: string;
  readonly switches: readonly string[];
  readonly outages: readonly string[];
  readonly orders: number;
}

interface Instance {
  readonly child: Child;
  readonly state: () => Promise<State>;
  readonly ask: () => Promise<{ readonly provider: string; readonly ms: number }>;
  readonly order: (what: 'drain' | 'resume' | 'switch' | 'mend' | 'back') => Promise<void>;
}

let redis: RedisServer;
let simulator: Simulator;
let instances: Instance[] = [];

async function startInstance(): Promise<Instance> {
  const child = await runTypeScript(instance, {
    args: [redis.url, simulator.urls.groq, simulator.urls.openai],
  });
  const port = (await child.waitForLine(/^port \d+$/, 30_000)).split(' ')[1];
  const call = async (what: string): Promise<unknown> =>
    (await fetch(`http://127.0.0.1:${port}/${what}`)).json();
  return {
    child,
    // What this spec's own program answers.
    state: async () => (await call('state')) as State,
    ask: async () => (await call('ask')) as { provider: string; ms: number },
    order: async (what) => void (await call(what)),
  };
}

beforeAll(async () => {
  redis = await startRedis();
  simulator = await startSimulator();
  instances = await Promise.all([startInstance(), startInstance(), startInstance()]);
});
afterEach(async () => {
  redis.thaw();
  simulator.recover();
  await one().order('resume');
  await one().order('mend');
  await one().order('back');
  await all(async ({ state }) => {
    const { groq, switches } = await state();
    return groq === 'ready' && switches.length === 0;
  });
});
afterAll(async () => {
  for (const { child } of instances) await child.kill();
  await simulator.close();
  await redis.stop();
});

function one(): Instance {
  const [first] = instances;
  if (!first) throw new Error('no process is running');
  return first;
}

/** Resolves when it is true for every process, and says how long that took. */
async function all(isTrue: (each: Instance) => Promise<boolean>): Promise<number> {
  const began = performance.now();
  await expect
    .poll(async () => (await Promise.all(instances.map(isTrue))).every(Boolean), {
      timeout: 10_000,
      interval: 25,
    })
    .toBe(true);
  return performance.now() - began;
}

/** A second, and as much again for a busy machine. */
const SOON_MS = 2_000;

describe('three processes that share what they know', () => {
  it('all see a switch soon, and one of them tells of it', async () => {
    await one().order('switch');
    expect(await all(async ({ state }) => (await state()).switches.includes('openai'))).toBeLessThan(SOON_MS);
    const asked = await Promise.all(instances.map(({ ask }) => ask()));
    expect(asked.map(({ provider }) => provider)).toEqual(['openai', 'openai', 'openai']);
    const orders = await Promise.all(instances.map(async ({ state }) => (await state()).orders));
    expect(orders.filter((told) => told > 0)).toHaveLength(1);
  });

  it('all leave alone what broke for one of them, let one attempt in all find out, and all come back', async () => {
    simulator.fail('groq', { kind: 'status', status: 500 }, { times: 3 });
    for (let time = 0; time < 3; time++) expect((await one().ask()).provider).toBe('openai');
    const isOpen = async ({ state }: Instance): Promise<boolean> =>
      ['open', 'half_open'].includes((await state()).groq);
    expect(await all(isOpen)).toBeLessThan(SOON_MS);
    const before = simulator.hits('groq');
    // The probe takes so long that everybody meets it.
    simulator.fail('groq', { kind: 'delay', ms: 1_500 }, { times: 'always' });
    await all(async ({ state }) => (await state()).groq === 'half_open');
    const asked = await Promise.all(instances.flatMap(({ ask }) => [ask(), ask(), ask()]));
    expect(simulator.hits('groq') - before).toBe(1);
    const providers = asked.map(({ provider }) => provider);
    expect(providers.filter((provider) => provider === 'groq')).toHaveLength(1);
    expect(await all(async ({ state }) => (await state()).groq === 'ready')).toBeLessThan(SOON_MS);
  });

  it('spare each other the hit of an account without credit', async () => {
    simulator.fail('groq', { kind: 'quota' }, { times: 2 });
    await one().ask();
    await all(async ({ state }) => (await state()).groq === 'cooling');
    const before = simulator.hits('groq');
    expect(before).toBeGreaterThanOrEqual(2);
    await Promise.all(instances.map(({ ask }) => ask()));
    expect(simulator.hits('groq')).toBe(before);
  });

  it('know after a restart what was drained before', async () => {
    await one().order('drain');
    await all(async ({ state }) => (await state()).groq === 'drained');
    const last = instances.at(-1);
    last?.child.signal('SIGTERM');
    expect(await last?.child.endsWithin(10_000)).toEqual({ code: 0, signal: null });
    const restarted = await startInstance();
    instances = [...instances.slice(0, -1), restarted];
    expect((await restarted.state()).groq).toBe('drained');
    const before = simulator.hits('groq');
    expect((await restarted.ask()).provider).toBe('openai');
    expect(simulator.hits('groq')).toBe(before);
  });

  it('do not get slower when Redis hangs, tell it once, and know together again afterwards', async () => {
    await Promise.all(instances.map(({ ask }) => ask()));
    redis.freeze();
    const slowest: number[] = [];
    for (let time = 0; time < 5; time++) {
      const asked = await Promise.all(instances.map(({ ask }) => ask()));
      slowest.push(Math.max(...asked.map(({ ms }) => ms)));
    }
    expect(slowest.toSorted((left, right) => left - right)[2]).toBeLessThan(500);
    await one().order('drain');
    expect((await one().ask()).provider).toBe('openai');
    await all(async ({ state }) => (await state()).outages.join() === 'degraded');
    redis.thaw();
    await all(async ({ state }) => (await state()).groq === 'drained');
    await all(async ({ state }) => (await state()).outages.join() === 'degraded,recovered');
  });

  it('end with nothing that keeps them alive', async () => {
    const last = instances.at(-1);
    last?.child.signal('SIGTERM');
    expect(await last?.child.endsWithin(10_000)).toEqual({ code: 0, signal: null });
    instances = instances.slice(0, -1);
  });
});
