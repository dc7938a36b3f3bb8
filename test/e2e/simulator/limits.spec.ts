import { startSimulator, type Simulator, type SimulatorOptions } from '@hydrogenai/ai-provider/testing';
import { describe, expect, it } from 'vitest';
import { ask, MODELS, TEXT_ENDPOINTS, textBody, post } from './requests.js';

const [GROQ, OPENAI, , ANTHROPIC] = TEXT_ENDPOINTS;
const NOON = Date.UTC(2026, 10, 23, 12, 0, 0);

/** A simulator whose clock stands still until it is moved. */
async function withClock(
  options: SimulatorOptions,
  use: (sim: Simulator, clock: { ms: number }) => Promise<void>,
) {
  const clock = { ms: NOON };
  await using simulator = await startSimulator({ answer: () => 'four', ...options, now: () => clock.ms });
  await use(simulator, clock);
}

function headersLike(response: Response, part: string): Record<string, string> {
  return Object.fromEntries([...response.headers].filter(([name]) => name.includes(part)));
}

// 'What is the capital of France?' is 30 characters, 8 tokens; the answer 'four' is 1 token.
describe('OpenAI limits', () => {
  const limits = { openai: { requests: { capacity: 10 }, tokens: { capacity: 6_000 } } };

  it('tells all six headers on every answer; reset is the time until full, as a Go duration', () =>
    withClock({ limits }, async (simulator, clock) => {
      expect(headersLike(await ask(simulator, OPENAI), 'ratelimit')).toEqual({
        'x-ratelimit-limit-requests': '10',
        'x-ratelimit-remaining-requests': '9',
        'x-ratelimit-reset-requests': '6s',
        'x-ratelimit-limit-tokens': '6000',
        'x-ratelimit-remaining-tokens': '5991',
        'x-ratelimit-reset-tokens': '90ms',
      });
      clock.ms += 3_000;
      const headers = headersLike(await ask(simulator, OPENAI, { stream: true }), 'ratelimit');
      expect(headers['x-ratelimit-remaining-requests']).toBe('8');
      expect(headers['x-ratelimit-reset-requests']).toBe('9s');
    }));

  it('refuses beyond the limit with the real 429, and admits after exactly the wait it named', () =>
    withClock({ limits: { openai: { requests: { capacity: 2 } } } }, async (simulator, clock) => {
      await ask(simulator, OPENAI);
      await ask(simulator, OPENAI);
      const refused = await ask(simulator, OPENAI);
      expect(refused.status).toBe(429);
      expect(refused.headers.get('retry-after')).toBe('30');
      expect(refused.headers.get('retry-after-ms')).toBe('30000');
      expect(refused.headers.get('x-should-retry')).toBe('true');
      expect(refused.headers.get('x-ratelimit-remaining-requests')).toBe('0');
      expect(await refused.json()).toMatchObject({
        error: {
          type: 'requests',
          code: 'rate_limit_exceeded',
          message: expect.stringContaining('try again in 30s'),
        },
      });
      clock.ms += 29_999;
      expect((await ask(simulator, OPENAI)).status).toBe(429);
      clock.ms += 1;
      expect((await ask(simulator, OPENAI)).status).toBe(200);
    }));

  it('reserves max_tokens, and a request larger than the bucket is never told to wait', () =>
    withClock({ limits }, async (simulator) => {
      const big = await ask(simulator, OPENAI, { max_completion_tokens: 5_000 });
      expect(big.headers.get('x-ratelimit-remaining-tokens')).toBe('992');
      const tooBig = await ask(simulator, OPENAI, { max_completion_tokens: 7_000 });
      expect([tooBig.status, tooBig.headers.get('retry-after')]).toEqual([429, null]);
      expect(await tooBig.json()).toMatchObject({ error: { type: 'tokens' } });
    }));

  it('are counted per model', () =>
    withClock({ limits: { openai: { requests: { capacity: 1 } } } }, async (simulator) => {
      const statuses: number[] = [];
      for (const model of ['gpt-5.4', 'gpt-5.4-mini', 'gpt-5.4']) {
        statuses.push((await ask(simulator, OPENAI, { model })).status);
      }
      expect(statuses).toEqual([200, 200, 429]);
    }));

  it('admit exactly the capacity of 50 concurrent requests, and leave a queued fault for one that is admitted', () =>
    withClock({ limits: { openai: { requests: { capacity: 7 } } } }, async (simulator) => {
      const all = await Promise.all(Array.from({ length: 50 }, () => ask(simulator, OPENAI)));
      expect(all.filter(({ status }) => status === 200)).toHaveLength(7);
      simulator.fail('openai', { kind: 'status', status: 500 });
      expect((await ask(simulator, OPENAI)).status).toBe(429);
      expect((await ask(simulator, OPENAI, { model: 'gpt-4o' })).status).toBe(500);
    }));
});

describe('Groq limits', () => {
  it('count requests per day and tokens per minute; retry-after only on 429', () =>
    withClock(
      { limits: { groq: { requests: { capacity: 14_400 }, tokens: { capacity: 20 } } } },
      async (simulator) => {
        const first = await ask(simulator, GROQ);
        expect(headersLike(first, 'ratelimit')).toEqual({
          'x-ratelimit-limit-requests': '14400',
          'x-ratelimit-remaining-requests': '14399',
          'x-ratelimit-reset-requests': '6s',
          'x-ratelimit-limit-tokens': '20',
          'x-ratelimit-remaining-tokens': '11',
          'x-ratelimit-reset-tokens': '27s',
        });
        expect(first.headers.get('retry-after')).toBeNull();
        await ask(simulator, GROQ);
        const refused = await ask(simulator, GROQ);
        expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '21']);
        expect(await refused.json()).toMatchObject({
          error: { type: 'tokens', code: 'rate_limit_exceeded' },
        });
      },
    ));

  it('enforce limits that have no header, and answer 413 to what can never fit', () =>
    withClock({ limits: { groq: { inputTokens: { capacity: 10 } } } }, async (simulator) => {
      const first = await ask(simulator, GROQ);
      expect(Object.keys(headersLike(first, 'ratelimit'))).toHaveLength(6);
      expect((await ask(simulator, GROQ)).status).toBe(429);
      expect((await post(simulator, GROQ, textBody(GROQ, 'x'.repeat(100)))).status).toBe(413);
    }));
});

describe('Anthropic limits', () => {
  it('tell twelve headers: times in RFC 3339, tokens to the nearest thousand, the tightest as tokens', () =>
    withClock(
      {
        limits: {
          anthropic: {
            requests: { capacity: 50 },
            inputTokens: { capacity: 50_000 },
            outputTokens: { capacity: 10_000 },
          },
        },
      },
      async (simulator) => {
        const question = 'x'.repeat(4 * 1_400);
        const response = await post(simulator, ANTHROPIC, textBody(ANTHROPIC, question));
        expect(headersLike(response, 'ratelimit')).toEqual({
          'anthropic-ratelimit-requests-limit': '50',
          'anthropic-ratelimit-requests-remaining': '49',
          'anthropic-ratelimit-requests-reset': '2026-11-23T12:00:02Z',
          'anthropic-ratelimit-input-tokens-limit': '50000',
          'anthropic-ratelimit-input-tokens-remaining': '49000',
          'anthropic-ratelimit-input-tokens-reset': '2026-11-23T12:00:02Z',
          'anthropic-ratelimit-output-tokens-limit': '10000',
          'anthropic-ratelimit-output-tokens-remaining': '10000',
          'anthropic-ratelimit-output-tokens-reset': '2026-11-23T12:00:01Z',
          'anthropic-ratelimit-tokens-limit': '60000',
          'anthropic-ratelimit-tokens-remaining': '59000',
          'anthropic-ratelimit-tokens-reset': '2026-11-23T12:00:02Z',
        });
      },
    ));

  it('show the workspace limit where it is tighter, and refuse with retry-after in seconds', () =>
    withClock({ limits: { anthropic: { tokens: { capacity: 20 } } } }, async (simulator) => {
      const first = await ask(simulator, ANTHROPIC);
      expect(first.headers.get('anthropic-ratelimit-tokens-limit')).toBe('20');
      await ask(simulator, ANTHROPIC);
      const refused = await ask(simulator, ANTHROPIC);
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '21']);
      expect(await refused.json()).toMatchObject({ type: 'error', error: { type: 'rate_limit_error' } });
    }));

  it('leave cached reads out', () =>
    withClock({ limits: { anthropic: { inputTokens: { capacity: 3_000 } } } }, async (simulator) => {
      const body = {
        model: MODELS.anthropic,
        max_tokens: 10,
        cache_control: { type: 'ephemeral' },
        messages: [{ role: 'user', content: 'x'.repeat(4 * 2_048) }],
      };
      const usages: unknown[] = [];
      for (let index = 0; index < 3; index += 1) {
        const response = await post(simulator, ANTHROPIC, body);
        expect(response.status).toBe(200);
        usages.push(((await response.json()) as { usage: unknown }).usage);
      }
      expect(usages[0]).toMatchObject({
        input_tokens: 0,
        cache_creation_input_tokens: 2048,
        cache_read_input_tokens: 0,
      });
      expect(usages[2]).toMatchObject({
        input_tokens: 0,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 2048,
      });
    }));
});
