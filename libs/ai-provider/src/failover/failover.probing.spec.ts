import { APICallError } from '@ai-sdk/provider';
import { FakeClock } from '@hydrogenai/common/testing';
import { MockLanguageModelV4 } from 'ai/test';
import { describe, expect, it } from 'vitest';
import { MemoryBoard } from '../health/board/memory.board.js';
import { ModelPool } from '../pool/model-pool.js';
import { localParts } from '../pool/open-pool-parts.js';
import { resolveAiProviderOptions } from '../pool/resolve-options.js';

const BROKEN = new APICallError({
  message: 'broken',
  url: 'https://example.test',
  requestBodyValues: {},
  statusCode: 500,
});

describe('a request whose only candidate is being probed by another process', () => {
  it('waits for the end of that within its deadline, and asks then', async () => {
    const clock = new FakeClock();
    const board = new MemoryBoard(clock);
    const lease = board.lease.bind(board);
    // Another process has the right to probe until then.
    board.lease = (name) => (clock.monotonicMs() < 3_000 ? undefined : lease(name));
    let hits = 0;
    const model = new MockLanguageModelV4({
      provider: 'a',
      modelId: 'm',
      doGenerate: () => {
        hits += 1;
        if (hits === 1) throw BROKEN;
        return Promise.resolve({
          content: [{ type: 'text', text: 'back' }],
          finishReason: { unified: 'stop', raw: undefined },
          usage: {
            inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
            outputTokens: { total: 1, text: 1, reasoning: 0 },
          },
          warnings: [],
        });
      },
    });
    const options = resolveAiProviderOptions({
      providers: { a: { model } },
      models: { chat: { use: ['a/m'], deadlineMs: '10s' } },
      breaker: { failuresInARow: 1, openMs: '1s' },
      clock,
      random: () => 0,
    });
    const pool = new ModelPool(options, { ...localParts(options), board });
    let answeredAtMs = Number.NaN;
    const asked = pool.generate('chat', {}, { prompt: [] }).then(({ routing }) => {
      answeredAtMs = clock.monotonicMs();
      return routing.attempts.map(({ outcome }) => outcome);
    });
    for (let turn = 0; turn < 100 && Number.isNaN(answeredAtMs); turn++) await clock.advanceAsync(100);
    expect(await asked).toEqual(['failed', 'answered']);
    expect(answeredAtMs).toBeGreaterThanOrEqual(3_000);
    expect(answeredAtMs).toBeLessThanOrEqual(3_400);
    expect(pool.providerStats()[0]?.state).toBe('ready');
  });
});
