import type { LanguageModelV4CallOptions, LanguageModelV4Prompt } from '@ai-sdk/provider';
import { FakeClock } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import { NoFitCandidateError } from '../errors/no-fit-candidate.error.js';
import { ANTHROPIC, GROQ, OPENAI, pricedPoolOn } from './testing/priced-pool.js';

type Settings = Parameters<typeof pricedPoolOn> extends [unknown, ...infer Rest] ? Rest : never;
const pricedPool = (...settings: Settings) =>
  pricedPoolOn(new FakeClock(Date.UTC(2026, 10, 27)), ...settings);

const QUESTION = { prompt: 'What is the capital of France?' };
const callOf = (prompt: LanguageModelV4Prompt, rest: Partial<LanguageModelV4CallOptions> = {}) => ({
  prompt,
  ...rest,
});
const ASKED: LanguageModelV4Prompt = [{ role: 'user', content: [{ type: 'text', text: 'Hello?' }] }];

describe('explain', () => {
  it('tells order, state, wait, price and time of each candidate, and asks nobody', async () => {
    const { ai, pool, asked } = await pricedPool();
    expect(await ai.explain({ ...QUESTION, maxTokens: 1_000 })).toEqual({
      model: 'chat',
      reason: 'first in the order of "chat"',
      candidates: [OPENAI, ANTHROPIC, GROQ].map((candidate) => ({
        candidate,
        account: candidate.split('/')[0],
        state: { state: 'ready' },
        waitMs: 0,
        estimatedCost: expect.any(Number) as unknown,
        expectedMs: null,
        inFlight: 0,
      })),
      leftOut: [],
    });
    expect(asked()).toEqual([]);
    expect(pool.money.ledger.recent()).toEqual([]);
    await pool.onApplicationShutdown();
  });

  it('shows what was measured, and who is left alone and why', async () => {
    const { ai, asked } = await pricedPool();
    await ai.generateResponse(QUESTION);
    ai.drain('anthropic', { reason: 'maintenance', by: 'ops', forMs: '1m' });
    const { candidates } = await ai.explain(QUESTION);
    expect(candidates).toMatchObject([
      { candidate: OPENAI, expectedMs: 100, state: { state: 'ready' } },
      { candidate: ANTHROPIC, expectedMs: null, state: { state: 'drained', forMs: 60_000 } },
      { candidate: GROQ },
    ]);
    expect(asked()).toEqual(['openai']);
  });

  it('shows how long a request would wait for its limits, and that it never fits', async () => {
    const { ai, asked } = await pricedPool(
      {},
      { admission: { headroom: 0 } },
      { openai: { limits: { requestsPerMinute: 1 } }, groq: { limits: { tokensPerMinute: 100 } } },
    );
    await ai.generateResponse(QUESTION);
    const { candidates } = await ai.explain({ ...QUESTION, maxTokens: 5_000 });
    const [openai, anthropic, groq] = candidates.map(({ waitMs }) => waitMs);
    expect(openai).toBeGreaterThan(50_000);
    expect(openai).toBeLessThanOrEqual(60_000);
    expect([anthropic, groq]).toEqual([0, null]);
    expect(asked()).toEqual(['openai']);
  });

  it('puts nobody in the place of the one that is wanted without fallback, not even where that one is unfit', async () => {
    const { ai, asked } = await pricedPool({
      use: [{ model: OPENAI, supports: { maxOutputTokens: 5 } }, GROQ],
    });
    const wish = { ...QUESTION, maxTokens: 10, modelPreferences: ['openai'], fallbackEnabled: false };
    await expect(ai.generateResponse(wish)).rejects.toBeInstanceOf(NoFitCandidateError);
    expect(await ai.explain(wish)).toMatchObject({ candidates: [], leftOut: [{ candidate: OPENAI }] });
    expect(asked()).toEqual([]);
  });

  it('lists who is unfit and why, and that nobody is fit', async () => {
    const { ai, asked } = await pricedPool({
      use: [
        { model: OPENAI, supports: { contextTokens: 100_000, maxOutputTokens: 500 } },
        { model: ANTHROPIC, supports: { images: false } },
        GROQ,
      ],
    });
    const images = [{ data: new Uint8Array([1]), mediaType: 'image/png' }];
    const some = await ai.explain({ ...QUESTION, images, maxTokens: 600 });
    expect(some.candidates.map(({ candidate }) => candidate)).toEqual([GROQ]);
    expect(some.leftOut).toEqual([
      {
        candidate: OPENAI,
        reasons: ['its answers have at most 500 tokens, the request asks for 600'],
      },
      { candidate: ANTHROPIC, reasons: ['it takes no images'] },
    ]);
    const none = await pricedPool({ use: [{ model: ANTHROPIC, supports: { images: false } }] });
    expect(await none.ai.explain({ ...QUESTION, images })).toEqual({
      model: 'chat',
      reason: 'no candidate can serve this request',
      candidates: [],
      leftOut: [{ candidate: ANTHROPIC, reasons: ['it takes no images'] }],
    });
    expect([...asked(), ...none.asked()]).toEqual([]);
  });

  it('says that the caller wants no fallback', async () => {
    const { ai } = await pricedPool();
    const { candidates, leftOut, reason } = await ai.explain({
      ...QUESTION,
      fallbackEnabled: false,
      modelPreferences: ['anthropic'],
    });
    expect(reason).toBe('preferred by the caller');
    expect(candidates.map(({ candidate }) => candidate)).toEqual([ANTHROPIC]);
    expect(leftOut).toEqual(
      [OPENAI, GROQ].map((candidate) => ({ candidate, reasons: ['the caller wants no fallback'] })),
    );
  });

  it('says who is in the middle of a tool loop', async () => {
    const { pool } = await pricedPool();
    const prompt: LanguageModelV4Prompt = [
      ...ASKED,
      {
        role: 'assistant',
        content: [
          {
            type: 'tool-call',
            toolCallId: '1',
            toolName: 'time',
            input: {},
            providerOptions: { hydrogenai: { candidate: ANTHROPIC } },
          },
        ],
      },
      {
        role: 'tool',
        content: [
          { type: 'tool-result', toolCallId: '1', toolName: 'time', output: { type: 'text', value: '12' } },
        ],
      },
    ];
    const { candidates, leftOut, reason } = await pool.explain('chat', {}, callOf(prompt));
    expect(reason).toBe('it asked for the tools whose results are here');
    expect(candidates.map(({ candidate }) => candidate)).toEqual([ANTHROPIC]);
    const why = ['another one asked for the tools whose results are here'];
    expect(leftOut).toEqual([OPENAI, GROQ].map((candidate) => ({ candidate, reasons: why })));
  });

  it('tells candidates of another vendor from those that the caller does not want', async () => {
    const { pool } = await pricedPool();
    const call = callOf(ASKED, {
      tools: [{ type: 'provider', id: 'anthropic.web_search', name: 'search', args: {} }],
    });
    const why = ['a tool or a file of the request belongs to another vendor'];
    const { candidates, leftOut } = await pool.explain('chat', { fallbackEnabled: false }, call);
    expect(candidates.map(({ candidate }) => candidate)).toEqual([ANTHROPIC]);
    expect(leftOut).toEqual([OPENAI, GROQ].map((candidate) => ({ candidate, reasons: why })));
  });

  it('takes the order of a switch, and knows names that do not exist', async () => {
    const { ai } = await pricedPool();
    ai.switchProvider('groq', { reason: 'cheaper', by: 'ops' });
    const { candidates, reason } = await ai.explain(QUESTION);
    expect([candidates[0]?.candidate, reason]).toEqual([GROQ, 'switched to by an operator']);
    await expect(ai.explain({ ...QUESTION, modelPreferences: ['gorq'] })).rejects.toThrow(/"groq"/);
  });
});

describe('a request that nobody can serve', () => {
  it('fails with each candidate and why, before anybody is asked, and without a word of it', async () => {
    const { ai, pool, asked } = await pricedPool({
      use: [
        { model: OPENAI, supports: { contextTokens: 50 } },
        { model: ANTHROPIC, supports: { contextTokens: 60, maxOutputTokens: 10 } },
      ],
    });
    const secret = 'Zanzibar '.repeat(100);
    const error = await ai.generateResponse({ prompt: secret, maxTokens: 20 }).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(NoFitCandidateError);
    expect(error).toMatchObject({
      code: 'AI_NO_FIT_CANDIDATE',
      httpStatus: 422,
      unfit: [
        { candidate: OPENAI, reasons: [expect.stringContaining('its context holds 50 tokens')] },
        {
          candidate: ANTHROPIC,
          reasons: [
            expect.stringContaining('its context holds 60 tokens'),
            'its answers have at most 10 tokens, the request asks for 20',
          ],
        },
      ],
    });
    expect(String(error)).toContain(`${OPENAI}: its context`);
    expect(JSON.stringify(error)).not.toContain('Zanzibar');
    expect(asked()).toEqual([]);
    expect(pool.money.ledger.recent()).toEqual([]);
  });

  it('names those of another vendor, too', async () => {
    const { pool } = await pricedPool({ use: [{ model: ANTHROPIC, supports: { tools: false } }, GROQ] });
    const tools = [
      { type: 'provider' as const, id: 'anthropic.web_search' as const, name: 'search', args: {} },
    ];
    await expect(pool.generate('chat', {}, callOf(ASKED, { tools }))).rejects.toMatchObject({
      unfit: [
        { candidate: GROQ, reasons: ['a tool or a file of the request belongs to another vendor'] },
        { candidate: ANTHROPIC, reasons: ['it takes no tools'] },
      ],
    });
  });
});
