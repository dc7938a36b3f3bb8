import { getEventListeners } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { startPool, type Pool } from './support/pool.js';

const QUESTION = { prompt: 'What is the capital of France?' };

const groqStats = (pool: Pool) => pool.ai.getProviderStats()[0]?.models[0];

/** Sockets of both sides: the simulator lives in this process. */
const sockets = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;

/** Asks for a stream, aborts it when `stage` says so, and gives what the reader got. */
async function abortedStream(
  pool: Pool,
  stage: 'before headers' | 'in the preamble' | 'after 3 pieces' | 'between two reads' | 'after finish',
) {
  const controller = new AbortController();
  const abort = (): void => controller.abort(new Error('the caller has left'));
  const seen: string[] = [];
  // Both stages hang until then.
  const aborting =
    stage === 'before headers' || stage === 'in the preamble'
      ? vi.waitUntil(() => pool.hits().groq === 1, { interval: 5 }).then(() => setTimeout(abort, 20))
      : undefined;
  try {
    for await (const event of pool.ai.streamResponse({ ...QUESTION, signal: controller.signal })) {
      seen.push(event.type);
      if (stage === 'after 3 pieces' && seen.filter((type) => type === 'text').length === 3) abort();
      if (stage === 'between two reads' && event.type === 'start') {
        abort();
        // The connection is closed now, not when the reader comes back.
        await expect.poll(() => pool.simulator.journal[0]?.aborted, { interval: 5 }).toBe(true);
      }
      if (stage === 'after finish' && event.type === 'finish') abort();
    }
    return { seen, error: undefined };
  } catch (error) {
    await aborting;
    return { seen, error };
  }
}

describe('an abort of a stream', () => {
  it.each([
    { stage: 'before headers', fault: { kind: 'hang' } },
    { stage: 'in the preamble', fault: { kind: 'stall', afterChunks: 0 } },
    { stage: 'after 3 pieces', fault: undefined },
    { stage: 'between two reads', fault: undefined },
  ] as const)(
    "$stage closes the connection of the provider, starts no other attempt and is nobody's failure",
    async ({ stage, fault }) => {
      await using pool = await startPool({ simulator: { tokenDelayMs: 20 } });
      if (fault) pool.simulator.fail('groq', fault);
      const { seen, error } = await abortedStream(pool, stage);
      expect(String(error)).toBe('Error: the caller has left');
      expect(seen).not.toContain('finish');
      await expect.poll(() => pool.simulator.journal[0]?.aborted, { interval: 5, timeout: 1_000 }).toBe(true);
      expect(pool.hits()).toEqual({ groq: 1, openai: 0, anthropic: 0 });
      expect(groqStats(pool)).toMatchObject({ attempts: 1, failed: 0, aborted: 1, coolingMs: 0 });
    },
  );

  it('after finish changes nothing: the answer is whole, and the connection is free for the next one', async () => {
    await using pool = await startPool();
    const { seen, error } = await abortedStream(pool, 'after finish');
    expect(error).toBeUndefined();
    expect(seen.at(-1)).toBe('finish');
    expect(groqStats(pool)).toMatchObject({ answered: 1, aborted: 0 });
    expect(pool.simulator.journal[0]).toMatchObject({ finished: true, aborted: false });
  });

  it('by leaving the loop at its first event closes the connection', async () => {
    await using pool = await startPool({ simulator: { tokenDelayMs: 20 } });
    for await (const event of pool.ai.streamResponse(QUESTION)) {
      expect(event.type).toBe('start');
      break;
    }
    await expect.poll(() => pool.simulator.journal[0]?.aborted).toBe(true);
    expect(groqStats(pool)).toMatchObject({ aborted: 1 });
  });

  it('while a retry is waited for makes no further attempt', async () => {
    await using pool = await startPool({ chat: { attempts: 6 } });
    for (const wire of ['groq', 'openai', 'anthropic'] as const) {
      pool.simulator.fail(wire, { kind: 'rateLimit', retryAfter: '30' }, { times: 'always' });
    }
    const controller = new AbortController();
    const pending = pool.ai.generateResponse({ ...QUESTION, signal: controller.signal });
    await expect.poll(() => pool.simulator.hits()).toBe(3);
    controller.abort(new Error('too long'));
    await expect(pending).rejects.toThrow('too long');
    expect(pool.simulator.hits()).toBe(3);
  });
});

describe('what a long life leaves behind', () => {
  it('2,000 requests with failover leave no listener on the signal that they share', async () => {
    await using pool = await startPool({ simulator: { journalSize: 1 }, breaker: false });
    pool.simulator.fail('groq', { kind: 'status', status: 500 }, { times: 'always' });
    const { signal } = new AbortController();
    for (let n = 0; n < 2_000; n++) await pool.ai.generateResponse({ ...QUESTION, signal });
    expect(pool.hits()).toEqual({ groq: 2_000, openai: 2_000, anthropic: 0 });
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  }, 60_000);

  it('500 aborted streams leave no connection in use, and no more open than were used at once', async () => {
    await using pool = await startPool({ simulator: { tokenDelayMs: 5 } });
    const before = sockets();
    for (let batch = 0; batch < 20; batch++) {
      await Promise.all(
        Array.from({ length: 25 }, async () => {
          for await (const event of pool.ai.streamResponse(QUESTION)) if (event.type === 'text') break;
        }),
      );
    }
    await expect.poll(() => pool.simulator.journal.filter(({ aborted }) => aborted).length).toBe(500);
    // undici replaces a connection that was aborted by a spare one, which it keeps for 4 s: two ends for each of the 25.
    await expect.poll(sockets).toBeLessThanOrEqual(before + 2 * 25);
    expect(groqStats(pool)).toMatchObject({ aborted: 500, failed: 0 });
  }, 60_000);
});
