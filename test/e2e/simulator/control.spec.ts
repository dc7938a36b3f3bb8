import { startSimulator, type Simulator } from '@hydrogenai/ai-provider/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { ask, TEXT_ENDPOINTS } from './requests.js';

const [GROQ, OPENAI] = TEXT_ENDPOINTS;

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());
beforeEach(() => simulator.reset());

async function control(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${simulator.url}/_simulator/${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as unknown };
}

it('scripts and drops faults', async () => {
  const fault = { kind: 'rateLimit', retryAfter: '120' };
  const queued = { wire: 'groq', fault, times: 2, model: 'openai/gpt-oss-120b' };
  expect(await control('POST', 'faults', queued)).toEqual({ status: 200, body: { queued: [queued] } });
  expect((await ask(simulator, GROQ)).headers.get('retry-after')).toBe('120');
  expect(await control('DELETE', 'faults?wire=openai')).toMatchObject({ body: { queued: [{ times: 1 }] } });
  expect(await control('DELETE', 'faults')).toEqual({ status: 200, body: { queued: [] } });
  expect((await ask(simulator, GROQ)).status).toBe(200);
});

it('shows hits, buckets and journal, bodies only when asked', async () => {
  await ask(simulator, OPENAI);
  expect(await control('GET', 'state')).toMatchObject({
    body: {
      hits: { openai: { total: 1, models: { 'gpt-5.4-mini': 1 } }, groq: { total: 0 } },
      buckets: {
        openai: { 'gpt-5.4-mini': { requests: { limit: 10_000_000, remaining: expect.any(Number) } } },
      },
      faults: [],
    },
  });
  const plain = await control('GET', 'journal');
  expect(plain.body).toMatchObject([{ wire: 'openai', status: 200 }]);
  expect(JSON.stringify(plain.body)).not.toContain('capital of France');
  expect(JSON.stringify((await control('GET', 'journal?bodies=1')).body)).toContain('capital of France');
  expect((await control('POST', 'reset')).status).toBe(200);
  expect([simulator.hits(), simulator.journal.length]).toEqual([0, 0]);
});

it('answers bad input with 400, the field, what is accepted and what to do', async () => {
  const cases: [unknown, string][] = [
    ['not json', 'body'],
    [[], 'body'],
    [{ fault: { kind: 'hang' } }, 'wire'],
    [{ wire: 'azure', fault: { kind: 'hang' } }, 'wire'],
    [{ wire: 'groq' }, 'fault'],
    [{ wire: 'groq', fault: { kind: 'constructor' } }, 'fault.kind'],
    [{ wire: 'groq', fault: { kind: 'stall' } }, 'fault.afterChunks'],
    [{ wire: 'groq', fault: { kind: 'hang' }, times: 'twice' }, 'times'],
    [{ wire: 'groq', fault: { kind: 'hang' }, colour: 'red' }, 'colour'],
  ];
  for (const [body, field] of cases) {
    const answer = await control('POST', 'faults', body);
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { field, accepted: expect.any(String), remedy: expect.any(String) } },
    });
  }
  expect((await control('DELETE', 'faults?wire=azure')).status).toBe(400);
  expect((await control('POST', 'faults', 'x'.repeat(2_000_000))).status).toBe(413);
  expect((await control('GET', 'nothing')).status).toBe(404);
  expect((await control('GET', 'state')).body).toMatchObject({ faults: [] });
});

it('serves no web page', async () => {
  expect((await control('GET', 'journal', undefined, { origin: 'https://example.org' })).status).toBe(403);
});
