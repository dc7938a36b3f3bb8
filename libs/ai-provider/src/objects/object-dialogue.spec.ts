import type { LanguageModelV4CallOptions, LanguageModelV4GenerateResult } from '@ai-sdk/provider';
import { MockLanguageModelV4 } from 'ai/test';
import { FakeClock } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ModelCandidate } from '../candidates/candidate.js';
import { AttemptBook } from '../failover/attempt-book.js';
import type { AttemptEnd } from '../failover/attempt-end.js';
import { OPEN_GATE } from '../failover/attempt-gate.js';
import { FailoverExecutor } from '../failover/failover.executor.js';
import { GenerateExecutor } from '../failover/generate.executor.js';
import { ObjectDialogue } from './object-dialogue.js';
import { readObjectSchema } from './object-schema.js';

const usage = {
  inputTokens: { total: 7, noCache: 7, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 3, text: 3, reasoning: 0 },
};

function scripted(provider: string, answers: readonly string[]) {
  const calls: LanguageModelV4CallOptions[] = [];
  const doGenerate = async (call: LanguageModelV4CallOptions): Promise<LanguageModelV4GenerateResult> => {
    const text = answers[calls.length] ?? '';
    calls.push(call);
    return {
      content: [{ type: 'text', text }],
      finishReason: { unified: 'stop', raw: 'stop' },
      usage,
      warnings: [],
      response: { headers: { 'x-ratelimit-remaining-requests': '9' } },
    };
  };
  const id = `${provider}/m`;
  const languageModel = new MockLanguageModelV4({ doGenerate });
  const candidate: ModelCandidate = {
    id,
    lane: id,
    provider,
    model: 'm',
    account: provider,
    vendors: [provider],
    languageModel,
  };
  return { calls, candidate };
}

async function run(...models: ReturnType<typeof scripted>[]) {
  const clock = new FakeClock();
  const ends: AttemptEnd[] = [];
  const book = new AttemptBook([{ attemptEnded: (end) => ends.push(end) }]);
  const failover = new FailoverExecutor({
    clock,
    health: { blockedMs: () => 0, stateOf: () => ({ state: 'ready' }) },
    gate: OPEN_GATE,
    maxWaitMs: 0,
    book,
    random: () => 0,
  });
  const dialogue = new ObjectDialogue(await readObjectSchema(z.object({ n: z.number() }), 'schema'));
  const limits = { attempts: 3, deadlineMs: 9_000, firstTokenMs: 9_000, idleMs: 9_000, attemptMs: undefined };
  const route = { candidates: models.map(({ candidate }) => candidate), reason: 'test' };
  const request = {
    model: 'chat',
    route,
    limits,
    profile: { inputTokens: 0, maxOutputTokens: undefined },
    expects: 'answer' as const,
    hedging: undefined,
    signal: undefined,
  };
  const call = { prompt: [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Which?' }] }] };
  const answered = await new GenerateExecutor(failover, book)
    .run(request, call, dialogue)
    .catch(() => undefined);
  return { ends, dialogue, answered };
}

describe('a dialogue about an object', () => {
  it('has an end for every answer, each with what it cost and the limits that it told', async () => {
    const first = scripted('first', ['{"n":"1"}', 'no']);
    const { ends, dialogue, answered } = await run(first, scripted('second', ['{"n":1}']));
    expect(answered && dialogue.valueOf(answered.result)).toEqual({ n: 1 });
    expect(
      ends.map(({ candidate, failure }) => `${candidate.provider} ${failure?.kind ?? 'answered'}`),
    ).toEqual(['first malformed_response', 'first malformed_response', 'second answered']);
    for (const end of ends) {
      expect(end).toMatchObject({ usage, limitHeaders: { 'x-ratelimit-remaining-requests': '9' } });
    }
  });

  it('adds the answer and its issues to the question of the one that gave it, and to no other', async () => {
    const first = scripted('first', ['{"n":"1"}', '{}']);
    const second = scripted('second', ['{"n":1}']);
    await run(first, second);
    expect(first.calls[1]?.prompt).toMatchObject([
      { role: 'user' },
      { role: 'assistant', content: [{ text: '{"n":"1"}' }] },
      { role: 'user', content: [{ text: expect.stringContaining('- n: ') as string }] },
    ]);
    expect(second.calls[0]?.prompt).toHaveLength(1);
  });

  it.each(['{"n":1}', '```json\n{"n":1}\n```', ' ```\n{"n":1}\n``` '])('reads %j', async (text) => {
    const { dialogue, answered } = await run(scripted('first', [text]));
    expect(answered && dialogue.valueOf(answered.result)).toEqual({ n: 1 });
  });

  it.each(['{"n":1} and more', '{"__proto__":{"n":1},"n":1}', ''])('does not read %j', async (text) => {
    const { dialogue, answered } = await run(scripted('first', [text, text]));
    expect(answered).toBeUndefined();
    expect(dialogue.issues).toEqual([{ path: '', code: 'not_json' }]);
  });
});
