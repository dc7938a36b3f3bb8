import { inspect } from 'node:util';
import {
  BatchFailedError,
  BatchNotReadyError,
  MemoryBatchStore,
  UnknownBatchError,
  type BatchResult,
} from '@hydrogenai/ai-provider';
import type { SimulatedQuestion } from '@hydrogenai/ai-provider/testing';
import { describe, expect, it } from 'vitest';
import { CANDIDATES, startPool, type Pool } from './support/pool.js';

const MINUTE_MS = 60_000;
const questions = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ customId: `q${index}`, prompt: `What is ${index}?` }));
const answer = ({ text }: SimulatedQuestion): string => {
  if (text.includes('13')) throw new Error('unlucky');
  return `echo: ${text}`;
};

async function all(pool: Pool, id: string): Promise<Map<string, BatchResult>> {
  const results = new Map<string, BatchResult>();
  for await (const result of pool.ai.batch.results(id)) {
    expect(results.has(result.customId)).toBe(false);
    results.set(result.customId, result);
  }
  return results;
}

/** A pool whose chat starts with one provider, and whose batches take ten minutes of a clock that is moved by hand. */
async function batchPool(first: 'openai' | 'anthropic', time = { ms: 1_800_000_000_000 }) {
  const use = CANDIDATES.filter((id) => id.startsWith(first));
  const simulator = { answer, batchMs: 10 * MINUTE_MS, now: () => time.ms };
  return { time, pool: await startPool({ simulator, chat: { use } }) };
}

describe.each(['openai', 'anthropic'] as const)('a batch at %s', (provider) => {
  it('is submitted once, shows its progress, and ties every result to its question', async () => {
    const { pool: opened, time } = await batchPool(provider);
    await using pool = opened;
    const submitted = await pool.ai.batch.submit({ requests: questions(20), tenant: 't1' });
    expect(submitted).toMatchObject({ provider, total: 20 });
    expect(submitted.id).toMatch(new RegExp(`^${provider}~`));

    time.ms += 5 * MINUTE_MS;
    expect(await pool.ai.batch.status(submitted.id)).toMatchObject({
      state: 'running',
      progress: 0.5,
      counts: { total: 20, pending: 10, completed: 10, failed: 0 },
      createdAt: time.ms - 5 * MINUTE_MS,
    });
    await expect(all(pool, submitted.id)).rejects.toBeInstanceOf(BatchNotReadyError);

    time.ms += 5 * MINUTE_MS;
    expect(await pool.ai.batch.status(submitted.id)).toMatchObject({
      state: 'completed',
      progress: 1,
      counts: { total: 20, pending: 0, completed: 19, failed: 1 },
    });
    const results = await all(pool, submitted.id);
    expect(results.size).toBe(20);
    expect(results.get('q7')).toMatchObject({
      status: 'succeeded',
      provider,
      response: { content: 'echo: What is 7?', finishReason: 'stop', usage: { inputTokens: 3 } },
    });
    expect(results.get('q13')).toMatchObject({ status: 'failed', kind: 'server' });
    expect(pool.simulator.hits()).toBe(0);
  });

  it('is found again by another process, from its id alone', async () => {
    const { pool: opened } = await batchPool(provider);
    await using pool = opened;
    const { id } = await pool.ai.batch.submit({ requests: questions(2) });
    const uses = pool.simulator.urls;
    await using other = await startPool({
      chat: { use: CANDIDATES.filter((each) => each.startsWith(provider)) },
      baseUrls: uses,
    });
    expect(await other.ai.batch.status(id)).toMatchObject({ id, provider, state: 'running' });
  });

  it('can be cancelled: what is answered stays, the rest says so', async () => {
    const { pool: opened, time } = await batchPool(provider);
    await using pool = opened;
    const { id } = await pool.ai.batch.submit({ requests: questions(10) });
    time.ms += 3 * MINUTE_MS;
    await pool.ai.batch.cancel(id);
    expect(await pool.ai.batch.status(id)).toMatchObject({ state: 'cancelled' });
    const statuses = [...(await all(pool, id)).values()].map(({ status }) => status);
    expect(statuses.filter((status) => status === 'succeeded')).toHaveLength(3);
    expect(statuses.filter((status) => status === 'cancelled')).toHaveLength(7);
  });

  it('whose acceptance is unknown is not submitted twice, and the error holds no prompt', async () => {
    await using pool = await startPool();
    const path = provider === 'openai' ? '/batches' : '/messages/batches';
    pool.simulator.fail(provider, { kind: 'reset' }, { path });
    const canary = 'canary-91ab';
    const error: unknown = await pool.ai.batch
      .submit({ requests: [{ customId: 'a', prompt: canary }], modelPreferences: [provider] })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BatchFailedError);
    expect(error).toMatchObject({ step: 'submit', kind: 'network', retryable: false });
    expect(`${inspect(error, { depth: 9 })}${JSON.stringify(error)}`).not.toContain(canary);
    expect(pool.simulator.journal.filter((entry) => entry.path.endsWith('/batches'))).toHaveLength(1);
  });
});

describe('a batch that is refused for money or a key', () => {
  it('goes to the next candidate with a batch API', async () => {
    await using pool = await startPool({ chat: { use: CANDIDATES.slice(1) } });
    pool.simulator.fail('openai', { kind: 'quota' }, { path: '/files' });
    const { id } = await pool.ai.batch.submit({ requests: questions(1) });
    expect(id).toMatch(/^anthropic~/);
  });
});

describe('a batch in this process', () => {
  const use = CANDIDATES.slice(0, 1);

  it('is worked on a few at a time, with failover, and its results are tied to its questions', async () => {
    await using pool = await startPool({
      simulator: { answer, latencyMs: 5 },
      chat: { use, attempts: 1 },
      module: { batch: { parallel: 3 } },
    });
    const { id, provider } = await pool.ai.batch.submit({ requests: questions(20) });
    expect(provider).toBeNull();
    await expect.poll(async () => (await pool.ai.batch.status(id)).state, { interval: 10 }).toBe('completed');
    const results = await all(pool, id);
    expect(results.get('q7')).toMatchObject({
      status: 'succeeded',
      provider: 'groq',
      response: { content: 'echo: What is 7?', model: 'openai/gpt-oss-120b' },
    });
    expect(results.get('q13')).toEqual({ customId: 'q13', status: 'failed', kind: 'server' });
    expect(pool.hits().groq).toBe(20);
  });

  it('is chosen where the caller wants it', async () => {
    await using pool = await startPool();
    const request = { requests: questions(1) };
    expect((await pool.ai.batch.submit({ ...request, via: 'process' })).provider).toBeNull();
    expect((await pool.ai.batch.submit(request)).provider).toBe('openai');
  });

  it('can be cancelled: nothing is under way afterwards', async () => {
    await using pool = await startPool({ chat: { use } });
    pool.simulator.fail('groq', { kind: 'hang' }, { times: 'always' });
    const { id } = await pool.ai.batch.submit({ requests: questions(10) });
    await expect.poll(() => pool.hits().groq).toBe(4);
    await pool.ai.batch.cancel(id);
    expect(await pool.ai.batch.status(id)).toMatchObject({ state: 'cancelled', counts: { pending: 10 } });
    expect([...(await all(pool, id)).values()].every(({ status }) => status === 'cancelled')).toBe(true);
    await expect.poll(() => pool.simulator.journal.every(({ aborted }) => aborted)).toBe(true);
    expect(pool.hits().groq).toBe(4);
  });

  it('is found after a restart through its store, with what was answered and what was not', async () => {
    const store = new MemoryBatchStore();
    const first = await startPool({
      simulator: { answer },
      chat: { use },
      module: { batch: { store, parallel: 1 } },
    });
    first.simulator.fail('groq', { kind: 'delay', ms: 0 }, { times: 2 });
    first.simulator.fail('groq', { kind: 'hang' }, { times: 'always' });
    const { id } = await first.ai.batch.submit({ requests: questions(4) });
    await expect.poll(() => first.hits().groq).toBe(3);
    // The process dies: nothing tells the store.
    const record = store.read(id);
    await first[Symbol.asyncDispose]();
    if (!record) throw new Error('the store lost the batch');
    const survivor = new MemoryBatchStore();
    survivor.create(record);

    await using second = await startPool({ chat: { use }, module: { batch: { store: survivor } } });
    expect(await second.ai.batch.status(id)).toMatchObject({
      state: 'interrupted',
      counts: { completed: 2, pending: 2 },
    });
    const results = await all(second, id);
    expect([...results].map(([customId, { status }]) => `${customId} ${status}`)).toEqual([
      'q0 succeeded',
      'q1 succeeded',
      'q2 interrupted',
      'q3 interrupted',
    ]);
  });

  it('ends with the application, and keeps no question anywhere', async () => {
    const store = new MemoryBatchStore();
    const pool = await startPool({ chat: { use }, module: { batch: { store } } });
    pool.simulator.fail('groq', { kind: 'hang' }, { times: 'always' });
    const { id } = await pool.ai.batch.submit({ requests: questions(2) });
    await pool[Symbol.asyncDispose]();
    expect(store.read(id)?.state).toBe('cancelled');
    expect(inspect(store, { depth: 9 })).not.toContain('What is');
  });
});

describe('options', () => {
  it('that make no sense are refused at the start', async () => {
    await expect(startPool({ module: { batch: { parallel: 0 } } })).rejects.toThrow(
      'batch.parallel: expected',
    );
    // Options may come from JavaScript.
    const store = {} as MemoryBatchStore;
    await expect(startPool({ module: { batch: { store } } })).rejects.toThrow('batch.store: expected');
  });
});

describe('what cannot be submitted', () => {
  it.each([
    ['nothing', [], 'requests: expected'],
    ['two requests with one id', [...questions(1), ...questions(1)], 'requests[1].customId: expected'],
    ['an id with a space', [{ customId: 'a b', prompt: 'canary' }], 'requests[0].customId: expected'],
    ['a request without a question', [{ customId: 'a' }], 'requests[0].prompt: expected'],
    [
      'a wrong option',
      [{ customId: 'a', prompt: 'canary', maxTokens: 0 }],
      'requests[0].maxTokens: expected',
    ],
  ])('%s is refused before anything is sent', async (_name, requests, message) => {
    await using pool = await startPool();
    const pending = pool.ai.batch.submit({ requests });
    await expect(pending).rejects.toThrow(message);
    await expect(pending).rejects.not.toThrow('canary');
    expect(pool.simulator.journal).toHaveLength(0);
  });

  it.each(['', 'nonsense', 'groq~batch_1', 'mistral~batch_1', 'openai~../files', '~00000000'])(
    'the id %j leads nowhere',
    async (id) => {
      await using pool = await startPool();
      await expect(pool.ai.batch.status(id)).rejects.toBeInstanceOf(UnknownBatchError);
      expect(pool.simulator.journal).toHaveLength(0);
    },
  );

  it('says who has a batch API when one is asked for where there is none', async () => {
    await using pool = await startPool({ chat: { use: CANDIDATES.slice(0, 1) } });
    await expect(pool.ai.batch.submit({ requests: questions(1), via: 'provider' })).rejects.toThrow(
      'Known: openai, anthropic',
    );
  });
});
