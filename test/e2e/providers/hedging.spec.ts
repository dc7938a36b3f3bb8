import { aiHedge } from '@hydrogenai/ai-provider';
import { collectFacts } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import { CANDIDATES, startPool, type Pool } from './support/pool.js';

const QUESTION = { prompt: 'What is the capital of France?' };
/** Longer than a stream takes to begin on a busy machine, and far shorter than a stall. */
const hedge = { afterMs: 250 };

/** What a reader gets of a stream. */
async function read(pool: Pool) {
  let text = '';
  for await (const event of pool.ai.streamResponse(QUESTION)) {
    if (event.type === 'text') text += event.text;
    if (event.type === 'finish') return { text, response: event.response };
  }
  throw new Error('The stream ended without a finish.');
}

const outcomes = (attempts: readonly { readonly provider: string; readonly outcome: string }[]) =>
  attempts.map(({ provider, outcome }) => `${provider} ${outcome}`);

describe('a hedged stream', () => {
  it.each([
    ['sends no headers', { kind: 'hang' }],
    ['stalls before its first token', { kind: 'stall', afterChunks: 0 }],
  ] as const)('is answered once by the second provider when the first %s', async (_what, fault) => {
    await using pool = await startPool({ chat: { hedge } });
    using facts = collectFacts(aiHedge);
    // Warm connections, so that only the fault is slow.
    await pool.ai.generateResponse({ ...QUESTION, modelPreferences: ['openai'] });
    pool.simulator.reset();
    pool.simulator.fail('groq', fault);
    const { text, response } = await read(pool);
    expect(text).toBe(response.content);
    expect(text.match(/Simulated answer by openai/g)).toHaveLength(1);
    expect(outcomes(response.routing.attempts)).toEqual(['groq outrun', 'openai answered']);
    expect(response.routing.reason).toBe('quicker than groq');
    expect(facts.facts).toEqual([
      { model: 'chat', first: CANDIDATES[0], second: CANDIDATES[1], afterMs: 250, wonBy: 'second' },
    ]);
    expect(pool.hits()).toEqual({ groq: 1, openai: 1, anthropic: 0 });
    // The connection of the slow one is closed, and does not wait for its own timeout of 10 s.
    await expect
      .poll(() => pool.simulator.journal.map(({ wire, aborted }) => [wire, aborted]), { timeout: 2_000 })
      .toEqual([
        ['groq', true],
        ['openai', false],
      ]);
    expect(pool.simulator.journal[0]?.abortedAfterMs).toBeLessThan(5_000);
    const [groq] = pool.ai.getProviderStats();
    expect(groq).toMatchObject({ state: 'ready', models: [{ aborted: 1, failed: 0, coolingMs: 0 }] });
    expect(pool.ai.recentAttempts().map(({ provider, outcome }) => `${provider} ${outcome}`)).toEqual([
      'openai answered',
      'groq aborted',
      'openai answered',
    ]);
  });

  it('is what the first provider says when the second one is slower still', async () => {
    await using pool = await startPool({ chat: { hedge: { afterMs: '50ms' } } });
    pool.simulator.fail('groq', { kind: 'delay', ms: 400 });
    pool.simulator.fail('openai', { kind: 'stall', afterChunks: 0 });
    const { text, response } = await read(pool);
    expect(text.match(/Simulated answer by groq/g)).toHaveLength(1);
    expect(outcomes(response.routing.attempts)).toEqual(['openai outrun', 'groq answered']);
    await expect.poll(() => pool.simulator.journal.filter(({ aborted }) => aborted)).toHaveLength(1);
  });
});

describe('a hedged answer in one piece', () => {
  it('is the answer of one provider, and the other connection is closed', async () => {
    await using pool = await startPool({ chat: { hedge } });
    pool.simulator.fail('groq', { kind: 'hang' });
    const response = await pool.ai.generateResponse(QUESTION);
    expect(response.provider).toBe('openai');
    expect(response.content).toContain('Simulated answer by openai');
    await expect.poll(() => pool.simulator.journal[0]?.aborted).toBe(true);
  });
});

describe('the budget of hedges', () => {
  it('keeps slow providers from being asked twice: of 200 requests at most 5 and a twentieth', async () => {
    await using pool = await startPool({ chat: { hedge: { afterMs: '20ms', ratio: 0.05, burst: 5 } } });
    using facts = collectFacts(aiHedge);
    pool.simulator.fail('groq', { kind: 'delay', ms: 80 }, { times: 'always' });
    pool.simulator.fail('openai', { kind: 'delay', ms: 80 }, { times: 'always' });
    for (let round = 0; round < 8; round++) {
      const answers = await Promise.all(
        Array.from({ length: 25 }, () => pool.ai.generateResponse({ ...QUESTION, maxTokens: 20 })),
      );
      for (const { content } of answers) expect(content).not.toBe('');
    }
    expect(facts.facts.length).toBeGreaterThanOrEqual(5);
    expect(facts.facts.length).toBeLessThanOrEqual(15);
    expect(pool.hits()).toEqual({ groq: 200, openai: facts.facts.length, anthropic: 0 });
  });
});
