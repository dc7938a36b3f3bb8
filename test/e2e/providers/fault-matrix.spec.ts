import type { AiProviderService } from '@hydrogenai/ai-provider';
import type { Fault } from '@hydrogenai/ai-provider/testing';
import type { ProviderResponse } from '@hydrogenai/common/models';
import { describe, expect, it } from 'vitest';
import { startPool } from './support/pool.js';

const QUESTION = { prompt: 'What is the capital of France?' };

type Mode = 'generate' | 'stream';

interface Answer {
  readonly response: ProviderResponse;
  /** The text as it was passed on, piece by piece for streams. */
  readonly text: string;
}

async function ask(ai: AiProviderService, mode: Mode): Promise<Answer> {
  if (mode === 'generate') {
    const response = await ai.generateResponse(QUESTION);
    return { response, text: response.content };
  }
  let text = '';
  let response: ProviderResponse | undefined;
  for await (const event of ai.streamResponse(QUESTION)) {
    if (event.type === 'text') text += event.text;
    if (event.type === 'finish') response = event.response;
  }
  if (!response) throw new Error('the stream ended without a finish event');
  return { response, text };
}

interface Row {
  readonly name: string;
  readonly fault: Fault;
  readonly kind: string;
  readonly modes: readonly Mode[];
}

const BOTH: readonly Mode[] = ['generate', 'stream'];
const STREAM: readonly Mode[] = ['stream'];

const ROWS: readonly Row[] = [
  {
    name: '429, Retry-After 0.5',
    fault: { kind: 'rateLimit', retryAfter: '0.5' },
    kind: 'rate_limit',
    modes: BOTH,
  },
  {
    name: '429, Retry-After 1',
    fault: { kind: 'rateLimit', retryAfter: '1' },
    kind: 'rate_limit',
    modes: BOTH,
  },
  {
    name: '429, Retry-After 120',
    fault: { kind: 'rateLimit', retryAfter: '120' },
    kind: 'rate_limit',
    modes: BOTH,
  },
  { name: '500', fault: { kind: 'status', status: 500 }, kind: 'server', modes: BOTH },
  { name: '529', fault: { kind: 'status', status: 529 }, kind: 'overloaded', modes: BOTH },
  { name: 'no capacity (498)', fault: { kind: 'overloaded' }, kind: 'overloaded', modes: BOTH },
  { name: 'quota as 429', fault: { kind: 'quota' }, kind: 'quota', modes: BOTH },
  { name: 'quota inside HTTP 200', fault: { kind: 'quota', in: 'body' }, kind: 'quota', modes: BOTH },
  { name: '401', fault: { kind: 'status', status: 401 }, kind: 'auth', modes: BOTH },
  { name: '402', fault: { kind: 'status', status: 402 }, kind: 'quota', modes: BOTH },
  { name: '403', fault: { kind: 'status', status: 403 }, kind: 'permission', modes: BOTH },
  { name: '404', fault: { kind: 'status', status: 404 }, kind: 'model_not_found', modes: BOTH },
  { name: '413', fault: { kind: 'status', status: 413 }, kind: 'context_length', modes: BOTH },
  { name: 'context length', fault: { kind: 'contextLength' }, kind: 'context_length', modes: BOTH },
  {
    name: 'a page of HTML as 502',
    fault: { kind: 'status', status: 502, body: '<html>bad gateway</html>' },
    kind: 'server',
    modes: BOTH,
  },
  { name: 'timeout', fault: { kind: 'hang' }, kind: 'timeout', modes: BOTH },
  { name: 'reset', fault: { kind: 'reset' }, kind: 'network', modes: BOTH },
  {
    name: 'redirect',
    fault: { kind: 'redirect', to: 'http://127.0.0.1:9/stolen' },
    kind: 'server',
    modes: BOTH,
  },
  { name: 'broken JSON', fault: { kind: 'brokenJson' }, kind: 'malformed_response', modes: ['generate'] },
  {
    name: 'cut before the first token',
    fault: { kind: 'reset', afterChunks: 0 },
    kind: 'network',
    modes: STREAM,
  },
  {
    name: 'clean end before the first token',
    fault: { kind: 'end', afterChunks: 0 },
    kind: 'stream_interrupted',
    modes: STREAM,
  },
  {
    name: 'stall before the first token',
    fault: { kind: 'stall', afterChunks: 0 },
    kind: 'timeout',
    modes: STREAM,
  },
  {
    name: 'error event before the first token',
    fault: { kind: 'streamError', afterChunks: 0 },
    kind: 'server',
    modes: STREAM,
  },
  {
    name: 'broken JSON before the first token',
    fault: { kind: 'brokenJson', afterChunks: 0 },
    kind: 'malformed_response',
    modes: STREAM,
  },
];

/** Short only where it must run out: a busy machine takes its time with everything else. */
function limitsFor(kind: string): { attemptMs: number; firstTokenMs: number } {
  const ms = kind === 'timeout' ? 500 : 10_000;
  return { attemptMs: ms, firstTokenMs: ms };
}

const CELLS = ROWS.flatMap((row) => row.modes.map((mode) => ({ ...row, mode })));

describe('with the first provider failing, the second answers, once', () => {
  it.each(CELLS)('$name ($mode)', async ({ fault, kind, mode }) => {
    await using pool = await startPool({ chat: limitsFor(kind) });
    pool.simulator.fail('groq', fault);

    const { response, text } = await ask(pool.ai, mode);

    expect(response.provider).toBe('openai');
    expect(pool.hits()).toEqual({ groq: 1, openai: 1, anthropic: 0 });
    expect(text).toBe(response.content);
    expect(text.match(/Simulated answer by/g)).toHaveLength(1);
    expect(response.routing.attempts.map(({ provider, outcome }) => `${provider} ${outcome}`)).toEqual([
      'groq failed',
      'openai answered',
    ]);
    expect(response.routing.attempts[0]?.kind).toBe(kind);
    expect(response.routing.chosen).toBe('openai/gpt-5.4-mini');
  });
});

describe('a stream of each wire that breaks before its first text is answered by another', () => {
  it.each(ROWS.filter(({ name }) => name.endsWith('before the first token')))(
    '$name',
    async ({ fault, kind }) => {
      for (const wire of ['groq', 'openai', 'anthropic'] as const) {
        await using pool = await startPool({ chat: limitsFor(kind), openaiApi: 'chat' });
        pool.simulator.fail(wire, fault);
        let text = '';
        for await (const event of pool.ai.streamResponse({ ...QUESTION, modelPreferences: [wire] })) {
          if (event.type === 'text') text += event.text;
        }
        expect(pool.hits()[wire], wire).toBe(1);
        expect(text, wire).toMatch(/^Simulated answer by .* every time it is asked\.$/);
        expect(text, wire).not.toContain(`answer by ${wire}`);
      }
    },
  );
});

describe('what fails everywhere is not tried everywhere', () => {
  it.each([
    { name: '400', fault: { kind: 'status', status: 400 } satisfies Fault, code: 'AI_REQUEST_BAD_REQUEST' },
    { name: '422', fault: { kind: 'status', status: 422 } satisfies Fault, code: 'AI_REQUEST_BAD_REQUEST' },
    {
      name: 'content filter',
      fault: { kind: 'contentFilter' } satisfies Fault,
      code: 'AI_REQUEST_CONTENT_FILTER',
    },
  ])('$name', async ({ fault, code }) => {
    await using pool = await startPool();
    pool.simulator.fail('groq', fault);
    await expect(pool.ai.generateResponse(QUESTION)).rejects.toMatchObject({ code });
    expect(pool.hits()).toEqual({ groq: 1, openai: 0, anthropic: 0 });
  });
});

describe('the error inside HTTP 200 of each wire is a quota error, and costs one hit', () => {
  it.each([
    { preferred: 'openai', api: 'responses' as const },
    { preferred: 'openai', api: 'chat' as const },
    { preferred: 'anthropic', api: 'responses' as const },
  ])('$preferred ($api)', async ({ preferred, api }) => {
    for (const mode of BOTH) {
      await using pool = await startPool({ openaiApi: api });
      pool.simulator.fail(preferred === 'openai' ? 'openai' : 'anthropic', { kind: 'quota', in: 'body' });
      const events =
        mode === 'generate'
          ? await pool.ai.generateResponse({ ...QUESTION, modelPreferences: [preferred] })
          : undefined;
      if (mode === 'stream') {
        const starts: string[] = [];
        for await (const event of pool.ai.streamResponse({ ...QUESTION, modelPreferences: [preferred] })) {
          if (event.type === 'start') starts.push(event.provider);
        }
        expect(starts).toEqual(['groq']);
      } else expect(events?.provider).toBe('groq');
      expect(pool.simulator.hits(preferred === 'openai' ? 'openai' : 'anthropic')).toBe(1);
      const stats = pool.ai.getProviderStats().find(({ provider }) => provider === preferred);
      expect(stats?.models[0]?.failures).toEqual({ quota: 1 });
      expect(stats?.state).toBe('cooling');
    }
  });
});
