import { createConnection } from 'node:net';
import { startSimulator } from '@hydrogenai/ai-provider/testing';
import { expect, it } from 'vitest';
import { ask, drain, eventually, keyHeaders, MODELS, TEXT_ENDPOINTS } from './requests.js';

const [GROQ, OPENAI, RESPONSES, ANTHROPIC] = TEXT_ENDPOINTS;

it('tells what was asked and what was answered', async () => {
  await using simulator = await startSimulator();
  const response = await ask(simulator, OPENAI, { stream: true });
  const { text } = await drain(response);
  expect(await eventually(() => simulator.journal[0]?.finished === true)).toBe(true);
  expect(simulator.journal).toEqual([
    {
      id: 1,
      wire: 'openai',
      method: 'POST',
      path: '/openai/v1/chat/completions',
      inference: true,
      model: MODELS.openai,
      stream: true,
      at: expect.any(Number),
      headers: expect.objectContaining({ 'content-type': 'application/json' }),
      body: expect.objectContaining({
        messages: [{ role: 'user', content: 'What is the capital of France?' }],
      }),
      keyTag: expect.stringMatching(/^[0-9a-f]{8}$/),
      status: 200,
      fault: undefined,
      aborted: false,
      abortedAfterMs: undefined,
      bytesSent: Buffer.byteLength(text),
      finished: true,
      error: undefined,
    },
  ]);
});

it('never keeps a key, whether it was right or wrong', async () => {
  const key = 'sk-canary-4711';
  await using simulator = await startSimulator({ apiKeys: { groq: [key] } });
  for (const { wire, path } of TEXT_ENDPOINTS) {
    await fetch(simulator.urls[wire] + path, { method: 'POST', headers: keyHeaders(wire, key), body: '{}' });
  }
  expect(simulator.journal.map(({ keyTag }) => keyTag)).toHaveLength(4);
  expect(new Set(simulator.journal.map(({ keyTag }) => keyTag)).size).toBe(1);
  expect(JSON.stringify(simulator.journal)).not.toContain('canary');
});

it('holds no more than its size while hits go on counting', async () => {
  await using simulator = await startSimulator({ journalSize: 3 });
  for (let index = 0; index < 5; index += 1) await ask(simulator, GROQ);
  expect(simulator.journal.map(({ id }) => id)).toEqual([3, 4, 5]);
  expect(simulator.hits('groq')).toBe(5);
  simulator.reset();
  expect([simulator.journal.length, simulator.hits()]).toEqual([0, 0]);
});

it('says that a client left in the middle of a stream, and when', async () => {
  await using simulator = await startSimulator({ tokenDelayMs: 20 });
  for (const endpoint of [GROQ, OPENAI, RESPONSES, ANTHROPIC]) {
    const leave = new AbortController();
    const response = await ask(simulator, endpoint, { stream: true }, { signal: leave.signal });
    const reader = response.body?.getReader();
    await reader?.read();
    leave.abort();
    expect(await eventually(() => simulator.journal.at(-1)?.aborted === true)).toBe(true);
    const { bytesSent, abortedAfterMs } = simulator.journal.at(-1) ?? {};
    expect(abortedAfterMs).toBeGreaterThan(0);
    await new Promise((resolve) => {
      setTimeout(resolve, 60);
    });
    expect(simulator.journal.at(-1)?.bytesSent).toBe(bytesSent);
  }
});

it('takes a client that leaves while it is still sending for an abort, not for a failure', async () => {
  await using simulator = await startSimulator();
  const socket = createConnection(simulator.port, '127.0.0.1');
  socket.write('POST /openai/v1/responses HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{"model":');
  expect(await eventually(() => simulator.hits() === 1)).toBe(true);
  socket.destroy();
  expect(await eventually(() => simulator.journal[0]?.aborted === true)).toBe(true);
  expect(simulator.journal[0]).toMatchObject({ status: undefined, error: undefined, finished: false });
});

it('paces a stream chunk by chunk', async () => {
  await using simulator = await startSimulator({
    tokenDelayMs: 5,
    latencyMs: 30,
    answer: () => 'one two three four',
  });
  const startedAt = performance.now();
  let arrivals = 0;
  const { error } = await drain(await ask(simulator, OPENAI, { stream: true }), () => (arrivals += 1));
  expect(error).toBeUndefined();
  expect(arrivals).toBeGreaterThan(2);
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(30 + 4 * 5);
});

it('gives equal answers for equal questions, whichever simulator is asked', async () => {
  await using one = await startSimulator();
  await using two = await startSimulator({ now: () => 0 });
  for (const endpoint of TEXT_ENDPOINTS) {
    const answers = await Promise.all(
      [one, one, two].map(async (simulator) => {
        const body = (await (await ask(simulator, endpoint)).json()) as Record<string, unknown>;
        return JSON.stringify([body['choices'], body['content'], body['usage']]);
      }),
    );
    expect(new Set(answers).size).toBe(1);
  }
});
