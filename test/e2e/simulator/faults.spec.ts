import { createConnection } from 'node:net';
import {
  startSimulator,
  WIRES,
  type Fault,
  type Simulator,
  type Wire,
} from '@hydrogenai/ai-provider/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ask, contentOf, drain, eventually, keyHeaders, post, TEXT_ENDPOINTS, textBody } from './requests.js';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());
beforeEach(() => simulator.reset());

const CHAT = {
  groq: TEXT_ENDPOINTS[0],
  openai: TEXT_ENDPOINTS[1],
  anthropic: TEXT_ENDPOINTS[3],
} as const;

/** Speaks HTTP over a bare socket, so that how a connection ends is seen as it is. */
function overSocket(
  wire: Wire,
  more: Record<string, unknown> = {},
): Promise<{ text: string; ended: string }> {
  const endpoint = CHAT[wire];
  const body = JSON.stringify(textBody(endpoint, 'hi', more));
  const head = Object.entries(keyHeaders(wire)).map(([name, value]) => `${name}: ${value}\r\n`);
  return new Promise((resolve) => {
    const socket = createConnection(simulator.port, '127.0.0.1');
    let text = '';
    socket.on('data', (data) => (text += data.toString()));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve({ text, ended: error.code ?? 'error' }));
    socket.on('end', () => resolve({ text, ended: 'FIN' }));
    const path = new URL(simulator.urls[wire]).pathname + endpoint.path;
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${head.join('')}content-length: ${body.length}\r\n\r\n${body}`,
    );
  });
}

describe.each(TEXT_ENDPOINTS)('on $name', (endpoint) => {
  const { wire } = endpoint;
  const fail = (fault: Fault): void => simulator.fail(wire, fault);
  const streamed = async () => {
    const { text, error } = await drain(await ask(simulator, endpoint, { stream: true }));
    return { text, error, content: contentOf(text) };
  };

  it.each([0, 1, 3])(
    'a stream reset after %i chunks carried exactly these and breaks',
    async (afterChunks) => {
      fail({ kind: 'reset', afterChunks });
      const { content, error, text } = await streamed();
      expect(content).toHaveLength(afterChunks);
      expect(text).not.toBe('');
      expect(error).toBeInstanceOf(Error);
      expect(simulator.journal.at(-1)).toMatchObject({ fault: 'reset', aborted: false, finished: false });
    },
  );

  it('a stream reset after so many bytes carried exactly these', async () => {
    fail({ kind: 'reset', afterBytes: 100 });
    const { text, error } = await streamed();
    expect(text).toHaveLength(100);
    expect(error).toBeInstanceOf(Error);
    expect(simulator.journal.at(-1)?.bytesSent).toBe(100);
  });

  it('a clean end brings no error and no finish', async () => {
    fail({ kind: 'end', afterChunks: 2 });
    const { content, error, text } = await streamed();
    expect(error).toBeUndefined();
    expect(content).toEqual(['Simulated', ' answer']);
    expect(text).not.toMatch(/\[DONE\]|message_stop|response\.completed|"finish_reason":"stop"/);
  });

  it('a stalled stream keeps the socket open and silent until the client leaves', async () => {
    fail({ kind: 'stall', afterChunks: 1 });
    const leave = new AbortController();
    const response = await ask(simulator, endpoint, { stream: true }, { signal: leave.signal });
    let soFar = '';
    const draining = drain(response, (text) => (soFar = text));
    expect(await eventually(() => contentOf(soFar).length === 1)).toBe(true);
    expect(simulator.journal.at(-1)).toMatchObject({ aborted: false, finished: false });
    leave.abort();
    const { text } = await draining;
    expect(contentOf(text)).toHaveLength(1);
    expect(await eventually(() => simulator.journal.at(-1)?.aborted === true)).toBe(true);
    expect(simulator.journal.at(-1)?.abortedAfterMs).toBeGreaterThan(0);
  });

  it('broken JSON replaces one chunk and the rest follows', async () => {
    fail({ kind: 'brokenJson', afterChunks: 1 });
    const broken = await streamed();
    const whole = await streamed();
    const lines = broken.text
      .split('\n')
      .filter((line) => line.startsWith('data: ') && line !== 'data: [DONE]');
    const unreadable = lines.filter((line) => !isJson(line.slice('data: '.length)));
    expect(unreadable).toHaveLength(1);
    expect(broken.content).toEqual([whole.content[0], ...whole.content.slice(2)]);
  });

  it.each(['overloaded', 'server', 'quota', 'rateLimit'] as const)(
    'an error inside the stream: %s',
    async (type) => {
      fail({ kind: 'streamError', afterChunks: 2, type });
      const { content, text, error } = await streamed();
      expect(error).toBeUndefined();
      expect(content).toHaveLength(2);
      const word = {
        overloaded: {
          groq: 'capacity_exceeded',
          openai: 'server_is_overloaded',
          anthropic: 'overloaded_error',
        },
        server: { groq: 'server_error', openai: 'server_error', anthropic: 'api_error' },
        quota: { groq: 'insufficient_quota', openai: 'insufficient_quota', anthropic: 'billing_error' },
        rateLimit: {
          groq: 'rate_limit_exceeded',
          openai: 'rate_limit_exceeded',
          anthropic: 'rate_limit_error',
        },
      }[type][wire];
      expect(text.split('\n\n').at(-2)).toContain(word);
      expect(text).not.toContain('[DONE]');
    },
  );

  it('quota inside HTTP 200 comes before any text in a stream, and as the body without one', async () => {
    simulator.fail(wire, { kind: 'quota', in: 'body' }, { times: 2 });
    const stream = await streamed();
    expect(stream.content).toEqual([]);
    expect(stream.text).toMatch(/insufficient_quota|billing_error/);
    const response = await ask(simulator, endpoint);
    expect(response.status).toBe(200);
    expect(JSON.stringify(await response.json())).toMatch(/insufficient_quota|billing_error/);
  });

  it('without a stream: reset and stall stop in the middle, end and broken JSON deliver half', async () => {
    fail({ kind: 'reset', afterChunks: 0 });
    expect((await drain(await ask(simulator, endpoint))).error).toBeInstanceOf(Error);
    for (const fault of [{ kind: 'end', afterChunks: 1 }, { kind: 'brokenJson' }] as const) {
      fail(fault);
      const { text, error } = await drain(await ask(simulator, endpoint));
      expect(error).toBeUndefined();
      expect(text.startsWith('{')).toBe(true);
      expect(isJson(text)).toBe(false);
    }
    fail({ kind: 'stall', afterChunks: 0 });
    const response = await ask(simulator, endpoint, {}, { signal: AbortSignal.timeout(100) });
    const { error, text } = await drain(response);
    expect(error).toMatchObject({ name: 'TimeoutError' });
    expect(text).not.toBe('');
    fail({ kind: 'streamError', afterChunks: 0, type: 'server' });
    const inside = await ask(simulator, endpoint);
    expect([inside.status, JSON.stringify(await inside.json())]).toEqual([
      200,
      expect.stringMatching(/server_error|api_error/),
    ]);
  });

  it('hang accepts and never answers; the journal tells when the client gave up', async () => {
    fail({ kind: 'hang' });
    await expect(ask(simulator, endpoint, {}, { signal: AbortSignal.timeout(60) })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
    expect(await eventually(() => simulator.journal.at(-1)?.aborted === true)).toBe(true);
    expect(simulator.journal.at(-1)).toMatchObject({ fault: 'hang', status: undefined, bytesSent: 0 });
    expect(simulator.hits(wire)).toBe(1);
  });

  it('delay holds the headers back, then answers normally', async () => {
    fail({ kind: 'delay', ms: 80 });
    const startedAt = performance.now();
    const response = await ask(simulator, endpoint);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(75);
    expect(response.status).toBe(200);
  });
});

describe.each(WIRES)('statuses of %s', (wire) => {
  const endpoint = CHAT[wire];
  const answered = async (fault: Fault) => {
    simulator.fail(wire, fault);
    const response = await ask(simulator, endpoint);
    const text = await response.text();
    return { response, text, body: text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>) };
  };

  it('sends the status, headers and body it was told', async () => {
    const { response, body } = await answered({
      kind: 'status',
      status: 418,
      headers: { 'x-kettle': 'on' },
      body: { tea: true },
    });
    expect([response.status, response.headers.get('x-kettle'), body]).toEqual([418, 'on', { tea: true }]);
  });

  it('speaks its own words when only a status is given', async () => {
    for (const status of [400, 401, 403, 404, 413, 422, 429, 498, 500, 502, 503, 504, 529]) {
      const { response, body } = await answered({ kind: 'status', status });
      expect(response.status).toBe(status);
      expect(body?.['error']).toMatchObject({ type: expect.any(String), message: expect.any(String) });
    }
  });

  it.each(['0.5', '1', '120', 'Wed, 25 Nov 2026 10:00:00 GMT'])(
    'passes on retry-after %s as it is',
    async (value) => {
      const { response } = await answered({ kind: 'rateLimit', retryAfter: value, retryAfterMs: '500' });
      expect(response.status).toBe(429);
      expect(response.headers.get('retry-after')).toBe(value);
      expect(response.headers.get('retry-after-ms')).toBe('500');
      const left =
        wire === 'anthropic' ? 'anthropic-ratelimit-tokens-remaining' : 'x-ratelimit-remaining-tokens';
      expect(response.headers.get(left)).toBe('0');
    },
  );

  it('leaves retry-after out when none is given', async () => {
    const { response } = await answered({ kind: 'rateLimit' });
    expect(response.headers.get('retry-after')).toBeNull();
  });

  it('reports money, overload, filter and context in its own way', async () => {
    const expected = {
      quota: {
        groq: [429, 'insufficient_quota'],
        openai: [429, 'insufficient_quota'],
        anthropic: [402, 'billing_error'],
      },
      spendLimit: {
        groq: [400, 'blocked_api_access'],
        openai: [429, 'organization_spend_limit_exceeded'],
        anthropic: [429, 'enforced_spend_limit_reached'],
      },
      overloaded: {
        groq: [498, 'capacity_exceeded'],
        openai: [503, 'server_is_overloaded'],
        anthropic: [529, 'overloaded_error'],
      },
      contentFilter: {
        groq: [400, 'content_policy_violation'],
        openai: [400, 'content_policy_violation'],
        anthropic: [400, 'content filtering policy'],
      },
      contextLength: {
        groq: [400, 'context_length_exceeded'],
        openai: [400, 'context_length_exceeded'],
        anthropic: [400, 'prompt is too long: 200008 tokens > 200000 maximum'],
      },
    } as const;
    for (const kind of ['quota', 'spendLimit', 'overloaded', 'contentFilter', 'contextLength'] as const) {
      const [status, word] = expected[kind][wire];
      const { response, text } = await answered({ kind });
      expect([kind, response.status, text.includes(word)]).toEqual([kind, status, true]);
      expect(response.headers.get('retry-after')).toBeNull();
    }
  });

  it('redirects with the method kept', async () => {
    const { response } = await answered({ kind: 'redirect', to: 'http://127.0.0.1:9/elsewhere' });
    expect([response.status, response.headers.get('location')]).toEqual([
      307,
      'http://127.0.0.1:9/elsewhere',
    ]);
  });

  it('a reset before any byte is a TCP reset, a scripted end is not', async () => {
    simulator.fail(wire, { kind: 'reset' });
    expect(await overSocket(wire)).toEqual({ text: '', ended: 'ECONNRESET' });
    simulator.fail(wire, { kind: 'end', afterChunks: 1 });
    expect((await overSocket(wire, { stream: true })).ended).toBe('FIN');
    simulator.fail(wire, { kind: 'reset', afterChunks: 1 });
    expect((await overSocket(wire, { stream: true })).ended).toBe('ECONNRESET');
  });
});

it('numbers the events of a failed Responses stream without a gap', async () => {
  simulator.fail('openai', { kind: 'streamError', afterChunks: 2 });
  const { text } = await drain(await ask(simulator, TEXT_ENDPOINTS[2], { stream: true }));
  const numbers = [...text.matchAll(/"sequence_number":(\d+)/g)].map(([, number]) => Number(number));
  expect(numbers).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

describe('the queue of faults', () => {
  it('is met in order, once each, then all is well', async () => {
    simulator.fail('openai', { kind: 'status', status: 500 });
    simulator.fail('openai', { kind: 'overloaded' }, { times: 2 });
    const seen: number[] = [];
    for (let index = 0; index < 5; index += 1) seen.push((await ask(simulator, CHAT.openai)).status);
    expect(seen).toEqual([500, 503, 503, 200, 200]);
    expect(simulator.hits('openai', { model: 'gpt-5.4-mini' })).toBe(5);
  });

  it('lasts until recover when it is always', async () => {
    simulator.fail('openai', { kind: 'status', status: 500 }, { times: 'always' });
    for (let index = 0; index < 20; index += 1) expect((await ask(simulator, CHAT.openai)).status).toBe(500);
    simulator.recover('groq');
    expect((await ask(simulator, CHAT.openai)).status).toBe(500);
    simulator.recover();
    expect((await ask(simulator, CHAT.openai)).status).toBe(200);
  });

  it('waits for its model and its path, and is not spent on a models list or a bad request', async () => {
    simulator.fail('openai', { kind: 'status', status: 500 }, { model: 'gpt-5.4' });
    expect((await ask(simulator, CHAT.openai)).status).toBe(200);
    const models = () => fetch(`${simulator.urls.openai}/models`, { headers: keyHeaders('openai') });
    expect((await models()).status).toBe(200);
    expect((await ask(simulator, CHAT.openai, { model: 'gpt-5.4', temperature: 9 })).status).toBe(400);
    expect((await ask(simulator, CHAT.openai, { model: 'gpt-5.4' })).status).toBe(500);
    simulator.fail('openai', { kind: 'status', status: 502 }, { path: '/models' });
    expect((await ask(simulator, CHAT.openai)).status).toBe(200);
    expect((await models()).status).toBe(502);
    expect(simulator.hits()).toBe(4);
  });

  it('is not spent on listing models or counting tokens', async () => {
    simulator.fail('anthropic', { kind: 'status', status: 500 });
    const list = await fetch(`${simulator.urls.anthropic}/models`, { headers: keyHeaders('anthropic') });
    const counted = await ask(simulator, { wire: 'anthropic', path: '/messages/count_tokens' });
    expect([list.status, counted.status]).toEqual([200, 200]);
    expect((await ask(simulator, CHAT.anthropic)).status).toBe(500);
  });

  it('is kept apart by wire', async () => {
    simulator.fail('groq', { kind: 'status', status: 500 });
    expect((await ask(simulator, CHAT.anthropic)).status).toBe(200);
    expect((await ask(simulator, CHAT.groq)).status).toBe(500);
  });

  it('refuses a fault that makes no sense, naming the field', () => {
    // Faults also come from JavaScript and JSON, where no compiler looks.
    const nonsense: [object, RegExp][] = [
      [{ kind: 'explode' }, /fault\.kind: expected one of status, .*received "explode"/],
      [{ kind: 'status', status: 99 }, /fault\.status: expected an integer from 200 to 599, received 99/],
      [{ kind: 'end' }, /fault\.afterChunks/],
      [{ kind: 'delay', ms: -1 }, /fault\.ms/],
      [{ kind: 'delay', ms: 1, extra: 1 }, /fault\.extra/],
      [{ kind: 'rateLimit', retryAfter: 'a\r\nb: c' }, /fault\.retryAfter/],
    ];
    for (const [fault, message] of nonsense) {
      // The point of the test is what the types forbid.
      expect(() => simulator.fail('groq', fault as Fault)).toThrow(message);
    }
    expect(() => simulator.fail('groq', { kind: 'hang' }, { times: 0 })).toThrow(/times/);
  });
});

it('serves embeddings with faults as any other JSON', async () => {
  simulator.fail('openai', { kind: 'status', status: 500 });
  const embed = () =>
    post(simulator, { wire: 'openai', path: '/embeddings' }, { model: 'text-embedding-3-small', input: 'x' });
  expect([(await embed()).status, (await embed()).status]).toEqual([500, 200]);
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
