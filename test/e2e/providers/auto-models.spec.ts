import {
  aiClassification,
  UnknownNameError,
  type AiProviderOptions,
  type AutoModelOptions,
  type ModelStageOptions,
} from '@hydrogenai/ai-provider';
import type { SimulatorOptions } from '@hydrogenai/ai-provider/testing';
import { collectFacts } from '@hydrogenai/common/testing';
import { generateText, stepCountIs, streamText, tool } from 'ai';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CANDIDATES, startPool } from './support/pool.js';

const [GROQ = '', OPENAI = '', ANTHROPIC = ''] = CANDIDATES;
const SIMPLE = 'What is the capital of France?';
const COMPLEX =
  'Compare the causes of the French Revolution with those of the Russian one, weigh the economic against the political ' +
  'ones step by step, and explain in detail which of the two was more likely to fail and why.';
const CODE = 'Fix this function: `function add(a, b) { return a - b; }` It throws a TypeError in TypeScript.';
/** The rules cannot tell what it asks for. */
const UNSURE = 'blue maybe';

const TARGETS = {
  simple: 'small',
  complex: 'smart',
  code: 'coder',
} satisfies AutoModelOptions['classify'];

interface Wishes {
  readonly classify?: AutoModelOptions['classify'];
  readonly llm?: Partial<ModelStageOptions>;
  readonly simulator?: SimulatorOptions;
}

function startAuto({ classify = TARGETS, llm, simulator = {} }: Wishes = {}) {
  const module: Partial<AiProviderOptions> = {
    models: {
      small: { use: [GROQ] },
      smart: { use: [ANTHROPIC] },
      coder: { use: [OPENAI] },
      // Rather a model that fails over than one of those above.
      labels: { use: [GROQ, OPENAI] },
      auto: { classify },
    },
    ...(llm === undefined ? {} : { classification: { llm: { model: 'labels', ...llm } } }),
  };
  return startPool({ module, simulator });
}

describe('a model that chooses among others', () => {
  it('sends simple, complex and code questions to the model that is meant for them, and says why', async () => {
    await using pool = await startAuto();
    for (const [prompt, model, chosen, why] of [
      [SIMPLE, 'small', GROQ, 'complexity simple'],
      [COMPLEX, 'smart', ANTHROPIC, 'complexity complex'],
      [CODE, 'coder', OPENAI, 'type code'],
    ] as const) {
      const { routing } = await pool.ai.generateResponse({ prompt, model: 'auto' });
      expect(routing).toMatchObject({ model, chosen });
      expect(routing.reason).toContain(`chosen by ${why}`);
      const explained = await pool.ai.explain({ prompt, model: 'auto' });
      expect(explained).toMatchObject({ model, candidates: [{ candidate: chosen }] });
      expect(explained.reason).toContain(`chosen by ${why}`);
      for await (const event of pool.ai.streamResponse({ prompt, model: 'auto' })) {
        if (event.type === 'finish') expect(event.response.routing).toMatchObject({ model, chosen });
      }
    }
  });

  it('is a model of the AI SDK like any other, and is listed with all that may answer for it', async () => {
    await using pool = await startAuto();
    const model = pool.ai.languageModel('auto');
    const { providerMetadata } = await generateText({ model, prompt: CODE });
    expect(providerMetadata?.['hydrogenai']).toMatchObject({ routing: { model: 'coder', chosen: OPENAI } });
    const streamed = streamText({ model, prompt: SIMPLE });
    expect(await streamed.text).toContain('Simulated answer by groq');
    const listed = pool.ai.listModels();
    expect(listed.map(({ name }) => name)).toEqual(['chat', 'small', 'smart', 'coder', 'labels', 'auto']);
    expect(listed.at(-1)?.candidates.toSorted()).toEqual([...CANDIDATES].toSorted());
  });

  it('stays in a tool loop with the model that asked for the tools, whatever is said meanwhile', async () => {
    const asked: string[] = [];
    await using pool = await startAuto({
      simulator: {
        answer: ({ messages }) =>
          messages.some(({ role }) => /tool|output/.test(role))
            ? 'Sunny.'
            : { toolCalls: [{ name: 'weather', input: { city: 'Paris' } }] },
      },
    });
    const { steps, text } = await generateText({
      model: pool.ai.languageModel('auto'),
      prompt: CODE,
      tools: {
        weather: tool({
          inputSchema: z.object({ city: z.string() }),
          execute: ({ city }) => {
            asked.push(city);
            return 'sunny';
          },
        }),
      },
      // What is asked in the second step would be simple.
      prepareStep: ({ stepNumber, messages }) =>
        stepNumber === 0 ? {} : { messages: [{ role: 'user', content: SIMPLE }, ...messages.slice(1)] },
      stopWhen: stepCountIs(3),
    });
    expect({ asked, text }).toEqual({ asked: ['Paris'], text: 'Sunny.' });
    const routings = steps.map(({ providerMetadata }) => providerMetadata?.['hydrogenai']?.['routing']);
    expect(routings).toMatchObject([
      { model: 'coder', chosen: OPENAI },
      { model: 'coder', chosen: OPENAI },
    ]);
    expect(routings[1]).toMatchObject({
      reason: expect.stringContaining('chosen by the tools that it asked for') as string,
    });
    expect(pool.hits()).toEqual({ groq: 0, openai: 2, anthropic: 0 });
  });

  it.each([
    [{ simple: 'smal' }, 'Unknown model "smal", did you mean "small"?'],
    [{ simpel: 'small', default: 'small' }, '(did you mean "simple"?)'],
    [{ simple: 'auto' }, 'models.auto.classify.simple: expected a logical model with candidates of its own'],
    [{ code: 'coder' }, 'models.auto.classify: expected a "default" or a complexity as well'],
  ])('is refused at the start with %j', async (classify, message) => {
    await expect(startAuto({ classify })).rejects.toThrow(message);
  });
});

describe('the model that is asked where the rules are unsure', () => {
  it('decides, and fails over like any other', async () => {
    await using pool = await startAuto({
      llm: {},
      simulator: { answer: ({ text }) => (text.includes('<text-') ? 'code' : 'An answer.') },
    });
    const alone = await startAuto();
    expect((await alone.ai.classifyQuery(UNSURE)).queryType).not.toBe('code');
    await alone[Symbol.asyncDispose]();
    using facts = collectFacts(aiClassification);
    pool.simulator.fail('groq', { kind: 'status', status: 500 });
    expect(await pool.ai.classifyQuery(UNSURE)).toMatchObject({ queryType: 'code', stage: 'model' });
    expect(pool.hits()).toEqual({ groq: 1, openai: 1, anthropic: 0 });
    const { routing } = await pool.ai.generateResponse({ prompt: UNSURE, model: 'auto' });
    expect(routing).toMatchObject({ model: 'coder', chosen: OPENAI });
    expect(routing.reason).toContain('chosen by type code');
    // What the rules are sure of is nobody's question, and costs nothing.
    const before = pool.simulator.hits();
    await pool.ai.classifyQuery(CODE);
    expect(pool.simulator.hits()).toBe(before);
    expect(facts.facts.map(({ outcome }) => outcome)).toEqual(['answered', 'answered']);
  });

  it.each([
    ['fails', { kind: 'status', status: 401 }, 'failed'],
    ['is late', { kind: 'hang' }, 'late'],
    ['answers with anything but a label', undefined, 'unreadable'],
  ] as const)('leaves the result of the rules when it %s', async (_how, fault, outcome) => {
    await using pool = await startAuto({ llm: { deadlineMs: outcome === 'late' ? 300 : '20s' } });
    const alone = await startAuto();
    const byRules = await alone.ai.classifyQuery(UNSURE);
    await alone[Symbol.asyncDispose]();
    using facts = collectFacts(aiClassification);
    for (const wire of ['groq', 'openai'] as const) {
      if (fault) pool.simulator.fail(wire, fault, { times: 'always' });
    }
    expect(await pool.ai.classifyQuery(UNSURE)).toEqual(byRules);
    expect(facts.facts.map((fact) => fact.outcome)).toEqual([outcome]);
    expect(pool.simulator.hits()).toBeGreaterThan(0);
  });

  it('is refused at the start when nobody configured it', async () => {
    const error: unknown = await startAuto({ llm: { model: 'lables' } }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnknownNameError);
    expect(String(error)).toContain('Unknown model "lables", did you mean "labels"?');
  });
});
