import { inspect } from 'node:util';
import { createGroq } from '@ai-sdk/groq';
import type { LanguageModelV4 } from '@ai-sdk/provider';
import { aiAttempt, StreamInterruptedError, type ResponseEvent } from '@hydrogenai/ai-provider';
import { startSimulator, WIRES, type Fault, type Wire } from '@hydrogenai/ai-provider/testing';
import { collectFacts } from '@hydrogenai/common/testing';
import { generateText, streamText } from 'ai';
import { describe, expect, it } from 'vitest';
import { startRedis } from '../../support/redis-server.js';
import { CANDIDATES, startPool, type Pool } from './support/pool.js';

const prompt = 'What is the capital of France?';
const MODEL = 'openai/gpt-oss-120b';
const ANSWER = {
  content: [{ type: 'text' as const, text: 'Paris.' }],
  finishReason: { unified: 'stop' as const, raw: 'stop' },
  usage: {
    inputTokens: { total: 8, noCache: 8, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 2, text: 2, reasoning: 0 },
  },
  warnings: [],
};
const statsOf = (pool: Pool, wire: Wire) =>
  pool.ai.getProviderStats().find(({ provider }) => provider === wire)?.models[0];

async function read(stream: AsyncIterable<ResponseEvent>) {
  let text = '';
  try {
    for await (const event of stream) if (event.type === 'text') text += event.text;
    return { text, error: undefined };
  } catch (error) {
    return { text, error };
  }
}

const thrown = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

/** Over sockets, at the simulator. */
describe('the rules that every implementation gets wrong', () => {
  it('1. one deadline holds for the whole chain, and no loop above multiplies its attempts', async () => {
    await using pool = await startPool({ chat: { deadlineMs: '8s', attempts: 20 } });
    for (const wire of WIRES)
      pool.simulator.fail(wire, { kind: 'rateLimit', retryAfter: '30' }, { times: 'always' });
    const error = await thrown(generateText({ model: pool.ai.languageModel('chat'), prompt, maxRetries: 5 }));
    // A Retry-After beyond the time left means: the others now, and then no wait.
    expect(error).toMatchObject({ code: 'AI_ALL_PROVIDERS_FAILED', reason: 'none_ready_in_time' });
    expect(pool.hits()).toEqual({ groq: 1, openai: 1, anthropic: 1 });

    await using silent = await startPool({ chat: { deadlineMs: 1_500, attempts: 20 } });
    for (const wire of WIRES) silent.simulator.fail(wire, { kind: 'hang' }, { times: 'always' });
    const started = performance.now();
    await thrown(generateText({ model: silent.ai.languageModel('chat'), prompt, maxRetries: 5 }));
    expect(performance.now() - started).toBeLessThan(5_000);
    // Each its share of the deadline, once; a busy machine may leave none for the last.
    for (const wire of WIRES) expect(silent.simulator.hits(wire)).toBeLessThanOrEqual(1);
    expect(silent.hits().groq).toBe(1);
  });

  it('2. money is not speed: no credit costs one hit, the next candidate answers, and an operator is told', async () => {
    for (const wire of WIRES) {
      await using pool = await startPool({ chat: { attempts: 10 } });
      pool.simulator.fail(wire, wire === 'anthropic' ? { kind: 'spendLimit' } : { kind: 'quota' }, {
        times: 'always',
      });
      using facts = collectFacts(aiAttempt);
      const ask = { prompt, modelPreferences: [wire] };
      for (let n = 0; n < 3; n++) expect((await pool.ai.generateResponse(ask)).provider).not.toBe(wire);
      expect(pool.simulator.hits(wire)).toBe(1);
      expect(statsOf(pool, wire)).toMatchObject({ failures: { quota: 1 } });
      expect(statsOf(pool, wire)?.coolingMs).toBeGreaterThan(60_000);
      expect(facts.facts.filter(({ alarm }) => alarm)).toMatchObject([{ provider: wire, kind: 'quota' }]);
    }
  });

  it('3. there is no shared cursor: 100 calls at once with one healthy backup are all answered', async () => {
    await using pool = await startPool();
    for (const wire of ['groq', 'openai'] as const) {
      pool.simulator.fail(wire, { kind: 'status', status: 500 }, { times: 'always' });
    }
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => pool.ai.generateResponse({ prompt })),
    );
    expect(new Set(answers.map(({ provider }) => provider))).toEqual(new Set(['anthropic']));
    expect(pool.hits()).toEqual({ groq: 100, openai: 100, anthropic: 100 });
  });

  it('4. fails over on outages, and never on a bug of the caller', async () => {
    const outages: readonly Fault[] = [
      ...[401, 402, 403, 404, 413, 429, 498, 500, 502, 503, 504, 529].map(
        (status) => ({ kind: 'status', status }) as const,
      ),
      { kind: 'contextLength' },
      { kind: 'reset' },
      { kind: 'brokenJson' },
    ];
    for (const fault of outages) {
      await using pool = await startPool();
      pool.simulator.fail('groq', fault);
      expect((await pool.ai.generateResponse({ prompt })).provider, JSON.stringify(fault)).toBe('openai');
    }
    for (const fault of [
      { kind: 'status', status: 400 },
      { kind: 'status', status: 422 },
      { kind: 'contentFilter' },
    ] as const) {
      await using pool = await startPool();
      pool.simulator.fail('groq', fault);
      await expect(pool.ai.generateResponse({ prompt })).rejects.toMatchObject({
        code: expect.stringMatching(/^AI_REQUEST_/) as string,
      });
      expect(pool.hits()).toEqual({ groq: 1, openai: 0, anthropic: 0 });
    }
  });

  it('5. streams commit with their first content: before it another provider answers, after it nobody does', async () => {
    const kinds = ['reset', 'end', 'streamError', 'brokenJson'] as const;
    for (const kind of kinds) {
      await using pool = await startPool();
      pool.simulator.fail('groq', { kind, afterChunks: 0 });
      const whole = await read(pool.ai.streamResponse({ prompt }));
      expect(whole.text.match(/Simulated answer by/g), kind).toEqual(['Simulated answer by']);
      expect(pool.hits()).toEqual({ groq: 1, openai: 1, anthropic: 0 });

      pool.simulator.fail('groq', { kind, afterChunks: 3 });
      const broken = await read(pool.ai.streamResponse({ prompt }));
      expect(broken.error, kind).toBeInstanceOf(StreamInterruptedError);
      expect(broken.error).toMatchObject({ partialText: broken.text });
      expect(broken.text).not.toBe('');
      expect(pool.hits()).toEqual({ groq: 2, openai: 1, anthropic: 0 });
    }
  });

  it('6. an abort reaches the provider, starts no further attempt, and is no failure of anybody', async () => {
    await using pool = await startPool({ simulator: { tokenDelayMs: 20 } });
    const first = new AbortController();
    pool.simulator.fail('groq', { kind: 'hang' });
    const pending = thrown(pool.ai.generateResponse({ prompt, signal: first.signal }));
    await expect.poll(() => pool.hits().groq, { interval: 5 }).toBe(1);
    first.abort(new Error('left'));
    expect(String(await pending)).toBe('Error: left');

    const second = new AbortController();
    for await (const piece of streamText({
      model: pool.ai.languageModel('chat'),
      prompt,
      abortSignal: second.signal,
    }).textStream) {
      expect(piece).not.toBe('');
      second.abort();
    }
    await expect.poll(() => pool.simulator.journal.map(({ aborted }) => aborted)).toEqual([true, true]);
    expect(pool.hits()).toEqual({ groq: 2, openai: 0, anthropic: 0 });
    expect(statsOf(pool, 'groq')).toMatchObject({ failed: 0, aborted: 2, coolingMs: 0 });
  });

  it('7. a Retry-After is read in all its forms, and honoured however long it is', async () => {
    const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
    const forms: readonly (readonly [Fault, number])[] = [
      [{ kind: 'rateLimit', retryAfter: '90.5' }, 90_500],
      [{ kind: 'rateLimit', retryAfterMs: '45000' }, 45_000],
      [{ kind: 'rateLimit', retryAfter: inAnHour }, 3_600_000],
      [{ kind: 'rateLimit', retryAfter: '600' }, 600_000],
    ];
    for (const [fault, waitMs] of forms) {
      await using pool = await startPool();
      pool.simulator.fail('groq', fault);
      for (let n = 0; n < 2; n++)
        expect((await pool.ai.generateResponse({ prompt })).provider).toBe('openai');
      const { coolingMs = 0 } = statsOf(pool, 'groq') ?? {};
      // A machine that is busy may take its time; a form that is misread is off by far more.
      expect(coolingMs).toBeGreaterThan(waitMs - 20_000);
      expect(coolingMs).toBeLessThanOrEqual(waitMs);
      expect(pool.hits().groq).toBe(1);
    }
  });

  it('8. half the limit is not the limit: instances share it, and no late header raises what is known of it', async () => {
    const maxTokens = 10;
    await using redis = await startRedis();
    const limits = { requestsPerDay: 20 };
    const admission = {
      mode: 'reject',
      headroom: 0,
      redis: { url: redis.url },
      storeDeadlineMs: 1_000,
    } as const;
    await using simulator = await startSimulator({ limits: { groq: { requests: { capacity: 20 } } } });
    const instance = () =>
      startPool({
        baseUrls: simulator.urls,
        chat: { use: ['account/openai/gpt-oss-120b'] },
        module: {
          admission,
          providers: {
            account: {
              model: createGroq({ apiKey: 'gsk_test', baseURL: simulator.urls.groq })(MODEL),
              limits,
            },
          },
        },
      });
    await using one = await instance();
    await using other = await instance();
    // All at once, and all of it at one of the two: neither has a half of its own.
    const asked = [...Array.from({ length: 16 }, () => one), ...Array.from({ length: 14 }, () => other)];
    const outcomes = await Promise.allSettled(
      asked.map((pool) => pool.ai.generateResponse({ prompt, maxTokens })),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    expect(simulator.hits('groq')).toBe(20);
    expect(simulator.journal.filter(({ status }) => status === 429)).toEqual([]);

    // What the provider says of the limit arrives in another order than it was said in.
    const late: ((headers: Readonly<Record<string, string>>) => void)[] = [];
    const slow: LanguageModelV4 = Object.assign(
      Object.create(
        createGroq({ apiKey: 'gsk_test', baseURL: simulator.urls.groq })(MODEL),
      ) as LanguageModelV4,
      {
        doGenerate: () =>
          new Promise((resolve) => {
            late.push((headers) => resolve({ ...ANSWER, response: { headers } }));
          }),
      },
    );
    await using pool = await startPool({
      chat: { use: ['account/openai/gpt-oss-120b'] },
      module: { providers: { account: { model: slow } }, admission: { mode: 'reject', headroom: 0 } },
    });
    const known = () => pool.ai.checkRateLimits().find(({ provider }) => provider === 'account')?.limits[0];
    const A_DAY_S = 86_400;
    const headersOf = (limit: number, left: number) => ({
      'x-ratelimit-limit-requests': String(limit),
      'x-ratelimit-remaining-requests': String(left),
      'x-ratelimit-reset-requests': `${((limit - left) / limit) * A_DAY_S}s`,
    });
    const pending = Array.from({ length: 3 }, () => pool.ai.generateResponse({ prompt, maxTokens }));
    await expect.poll(() => late).toHaveLength(3);
    // The one that began last is told first, and knows the least: of 100 there are 40 left.
    for (const [place, limit, left] of [
      [2, 100, 40],
      [0, 200, 190],
      [1, 200, 160],
    ] as const) {
      late[place]?.(headersOf(limit, left));
      await pending[place];
      expect(known()).toMatchObject({ name: 'requestsPerDay', limit: 100 });
      expect(known()?.remaining).toBeLessThanOrEqual(40);
      expect(known()?.remaining).toBeGreaterThan(30);
    }
  });

  it('9. cached tokens are inside the count of the input, whatever the wire says', async () => {
    const long = 'A rather long text about France. '.repeat(300);
    for (const wire of WIRES) {
      await using pool = await startPool({ chat: { use: CANDIDATES.filter((id) => id.startsWith(wire)) } });
      const ask = () =>
        generateText({
          model: pool.ai.languageModel('chat'),
          messages: [
            {
              role: 'user',
              content: long,
              providerOptions: { anthropic: { cacheControl: { type: 'ephemeral' } } },
            },
          ],
        });
      const usages = [await ask(), await ask()].map(({ usage }) => usage);
      expect(usages[1]?.inputTokens, wire).toBe(usages[0]?.inputTokens);
      for (const { inputTokens, inputTokenDetails: details } of usages) {
        expect(
          (details.noCacheTokens ?? 0) + (details.cacheReadTokens ?? 0) + (details.cacheWriteTokens ?? 0),
        ).toBe(inputTokens);
      }
      expect(usages[1]?.inputTokenDetails.cacheReadTokens, wire).toBeGreaterThan(0);
    }
  });

  it('10. no error holds the prompt, the answer, a key or the words of a provider', async () => {
    const secret = 'canary-3c9d';
    const faults: readonly Fault[] = [
      { kind: 'status', status: 400, body: { error: { message: secret, type: 'invalid_request_error' } } },
      { kind: 'status', status: 500, body: secret },
      { kind: 'brokenJson' },
      { kind: 'contextLength' },
      { kind: 'reset' },
    ];
    for (const fault of faults) {
      await using pool = await startPool({
        simulator: { answer: ({ text }) => `${text} ${secret}` },
        chat: { attempts: 3 },
      });
      for (const wire of WIRES) pool.simulator.fail(wire, fault, { times: 'always' });
      const errors = [
        await thrown(pool.ai.generateResponse({ prompt: secret })),
        (await read(pool.ai.streamResponse({ prompt: secret }))).error,
        await thrown(generateText({ model: pool.ai.languageModel('chat'), prompt: secret })),
      ];
      for (const error of errors) {
        expect(error).toBeInstanceOf(Error);
        const shown = `${inspect(error, { depth: 9, showHidden: true })}${JSON.stringify(error)}${String(error)}`;
        // The text so far is the reader's own, and no part of what is shown.
        expect(shown, fault.kind).not.toMatch(/canary|gsk_test|sk-test|sk-ant-test/);
      }
    }
  });

  it('11. what is meant for one vendor reaches no other', async () => {
    await using pool = await startPool();
    const model = pool.ai.languageModel('chat');
    for (const wire of WIRES) await pool.ai.generateResponse({ prompt, modelPreferences: [wire] });
    const tags = new Map(pool.simulator.journal.map((entry) => [entry.wire, entry.keyTag]));
    pool.simulator.reset();
    const seen = new Map<Wire, Headers>();
    for (const wire of WIRES) {
      await generateText({
        model,
        prompt,
        headers: {
          'anthropic-beta': 'canary-beta',
          'openai-project': 'canary-project',
          authorization: 'Bearer canary-key',
          'x-secret': 'canary-secret',
          traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        },
        providerOptions: {
          hydrogenai: { modelPreferences: [wire] },
          anthropic: { effort: 'low' },
          openai: { user: 'canary-user' },
          groq: { user: 'canary-user' },
        },
      });
      seen.set(wire, new Headers(pool.simulator.journal.findLast((entry) => entry.wire === wire)?.headers));
    }
    const has = (wire: Wire, name: string) => seen.get(wire)?.get(name);
    for (const wire of WIRES) {
      expect(has(wire, 'traceparent')).toMatch(/^00-/);
      expect(has(wire, 'x-secret')).toBeNull();
      expect(has(wire, 'anthropic-beta')?.includes('canary') === true).toBe(wire === 'anthropic');
      expect(has(wire, 'openai-project') === 'canary-project').toBe(wire === 'openai');
      // The keys of the options, and not the caller's: the simulator takes any, and tells them apart.
      expect(tags.get(wire)).toBe(pool.simulator.journal.findLast((entry) => entry.wire === wire)?.keyTag);
    }
    const [ofGroq, ofOpenAi, ofAnthropic] = pool.simulator.journal.map(({ body }) => JSON.stringify(body));
    expect(ofGroq).toContain('"user":"canary-user"');
    expect(ofOpenAi).toContain('"user":"canary-user"');
    expect(ofAnthropic).not.toContain('canary-user');

    // A file that was uploaded at one vendor, and a tool that runs there, are asked of that one only.
    const file = {
      type: 'file' as const,
      data: { type: 'reference' as const, reference: { openai: 'file-abc' } },
      mediaType: 'application/pdf',
    };
    await generateText({
      model,
      messages: [{ role: 'user', content: [{ type: 'text', text: prompt }, file] }],
    });
    expect(pool.hits()).toEqual({ groq: 1, openai: 2, anthropic: 1 });
    const foreign = { ...file, data: { type: 'reference' as const, reference: { google: 'files/abc' } } };
    await expect(
      generateText({
        model,
        messages: [{ role: 'user', content: [{ type: 'text', text: prompt }, foreign] }],
      }),
    ).rejects.toThrow('prompt: expected only what a candidate of "chat" understands');
    expect(pool.simulator.hits()).toBe(4);
  });
});
