import { inspect } from 'node:util';
import { AllProvidersFailedError, InvalidObjectError } from '@hydrogenai/ai-provider';
import type { SimulatedQuestion, Wire } from '@hydrogenai/ai-provider/testing';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CANDIDATES, startPool, type Pool } from './support/pool.js';

const prompt = 'Which city is it?';
const schema = z.object({ city: z.string(), population: z.int().min(0), tags: z.array(z.string()) });
const LYON = { city: 'Lyon', population: 522_250, tags: ['rhone'] };
const only = (wire: Wire) => ({ use: CANDIDATES.filter((id) => id.startsWith(`${wire}/`)) });

/** Answers by wire, one after another; the last one again and again. */
function script(answers: Partial<Record<Wire, readonly unknown[]>>) {
  const asked: SimulatedQuestion[] = [];
  const answer = (question: SimulatedQuestion): string => {
    const before = asked.filter(({ wire }) => wire === question.wire).length;
    asked.push(question);
    const list = answers[question.wire] ?? [LYON];
    const given = list[Math.min(before, list.length - 1)];
    return typeof given === 'string' ? given : JSON.stringify(given);
  };
  return { asked, answer };
}

const outcomes = (pool: { readonly attempts: readonly { provider: string; outcome: string }[] }) =>
  pool.attempts.map(({ provider, outcome }) => `${provider} ${outcome}`);

const stats = (pool: Pool, provider: string) =>
  pool.ai.getProviderStats().find((each) => each.provider === provider)?.models[0];

describe('generateObject', () => {
  it.each(['groq', 'openai', 'anthropic'] as const)(
    'gives a value that fits, typed, and shows the schema to %s',
    async (wire) => {
      const { asked, answer } = script({});
      await using pool = await startPool({ simulator: { answer }, chat: only(wire) });
      const response = await pool.ai.generateObject({ schema, prompt, name: 'city' });
      const population: number = response.object.population;
      expect(population).toBe(522_250);
      expect(response).toMatchObject({ object: LYON, provider: wire, finishReason: 'stop' });
      expect(response).not.toHaveProperty('content');
      expect(asked[0]?.schema).toMatchObject({ type: 'object', required: ['city', 'population', 'tags'] });
    },
  );

  it('tells a candidate once what was wrong, and takes the better answer', async () => {
    const { asked, answer } = script({ groq: [{ ...LYON, population: 'many' }, LYON] });
    await using pool = await startPool({ simulator: { answer } });
    const { object, routing } = await pool.ai.generateObject({ schema, prompt });
    expect(object).toEqual(LYON);
    expect(outcomes(routing)).toEqual(['groq failed', 'groq answered']);
    expect(pool.hits()).toEqual({ groq: 2, openai: 0, anthropic: 0 });
    expect(asked[1]?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(asked[1]?.text).toContain('population');
  });

  it('asks the next candidate the original question when the second answer does not fit either', async () => {
    const { asked, answer } = script({ groq: ['no JSON at all'] });
    await using pool = await startPool({ simulator: { answer } });
    const { object, routing } = await pool.ai.generateObject({ schema, prompt });
    expect(object).toEqual(LYON);
    expect(outcomes(routing)).toEqual(['groq failed', 'groq failed', 'openai answered']);
    expect(asked[2]?.messages.map(({ role }) => role)).toEqual(['user']);
    expect(stats(pool, 'groq')).toMatchObject({ failures: { malformed_response: 2 }, coolingMs: 0 });
  });

  it('does not count a repair as an attempt, so that every candidate has its turn', async () => {
    const { answer } = script({ groq: [{}], openai: [{}], anthropic: [{}, LYON] });
    await using pool = await startPool({ simulator: { answer }, chat: { attempts: 3 } });
    const { provider } = await pool.ai.generateObject({ schema, prompt });
    expect(provider).toBe('anthropic');
    expect(pool.hits()).toEqual({ groq: 2, openai: 2, anthropic: 2 });
  });

  it('fails with the places and rules of the last answer, and no word of any', async () => {
    const secret = 'canary-7f3a';
    const bad = { city: secret, population: secret, tags: [secret, 5] };
    const { answer } = script({ groq: [bad], openai: [bad], anthropic: [bad] });
    await using pool = await startPool({ simulator: { answer } });
    const error: unknown = await pool.ai
      .generateObject({ schema, prompt: `${prompt} ${secret}` })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InvalidObjectError);
    expect(error).toMatchObject({
      code: 'AI_INVALID_OBJECT',
      httpStatus: 502,
      retryable: false,
      issues: [
        { path: 'population', code: 'invalid_type' },
        { path: 'tags[1]', code: 'invalid_type' },
      ],
    });
    expect(`${inspect(error, { depth: 9 })}${JSON.stringify(error)}${String(error)}`).not.toContain(secret);
    expect(pool.simulator.hits()).toBe(6);
  });

  it('never shows names that a model made up', async () => {
    const { answer } = script({ groq: [{ 'canary-key': 'x' }] });
    await using pool = await startPool({ simulator: { answer }, chat: only('groq') });
    const pending = pool.ai.generateObject({ schema: z.record(z.string(), z.number()), prompt });
    await expect(pending).rejects.toMatchObject({ issues: [{ path: '*' }] });
    await expect(pending).rejects.not.toThrow('canary');
  });

  it('does not ask again for an answer that was cut off: it would be cut again', async () => {
    const { answer } = script({});
    await using pool = await startPool({ simulator: { answer }, chat: only('groq') });
    await expect(pool.ai.generateObject({ schema, prompt, maxTokens: 3 })).rejects.toMatchObject({
      issues: [{ path: '', code: 'truncated' }],
    });
    expect(pool.hits().groq).toBe(1);
  });

  it('fails as any request does when the last failure was none of the answer', async () => {
    const { answer } = script({ groq: [{}] });
    await using pool = await startPool({ simulator: { answer } });
    for (const wire of ['openai', 'anthropic'] as const) {
      pool.simulator.fail(wire, { kind: 'status', status: 401 }, { times: 'always' });
    }
    await expect(pool.ai.generateObject({ schema, prompt })).rejects.toBeInstanceOf(AllProvidersFailedError);
  });

  it('applies what the schema makes of the answer, also where that takes its time', async () => {
    const upper = z.object({ city: z.string().transform(async (city) => city.toUpperCase()) });
    const { answer } = script({ groq: [{ city: 'Lyon' }] });
    await using pool = await startPool({ simulator: { answer } });
    const input = {
      ...upper,
      '~standard': {
        ...upper['~standard'],
        jsonSchema: z.object({ city: z.string() })['~standard'].jsonSchema,
        vendor: 'own',
      },
    };
    expect((await pool.ai.generateObject({ schema: input, prompt })).object).toEqual({ city: 'LYON' });
  });

  it('throws what the code of the schema throws, and blames no provider', async () => {
    const defect = new Error('own defect');
    const broken = schema.refine(() => {
      throw defect;
    });
    const { answer } = script({});
    await using pool = await startPool({ simulator: { answer } });
    await expect(pool.ai.generateObject({ schema: broken, prompt })).rejects.toBe(defect);
    expect(pool.simulator.hits()).toBe(1);
  });

  it.each([
    ['nothing', undefined],
    ['JSON Schema alone', { type: 'object' }],
    [
      'a Standard Schema that cannot describe itself',
      { '~standard': { version: 1, vendor: 'v', validate: () => ({ value: 1 }) } },
    ],
  ])('refuses %s as a schema before anybody is asked', async (_name, given) => {
    await using pool = await startPool();
    const pending = pool.ai.generateObject({ schema: given as typeof schema, prompt });
    await expect(pending).rejects.toThrow('schema: expected');
    expect(pool.simulator.hits()).toBe(0);
  });
});

describe('the standard answer of the simulator', () => {
  it('fits the schema that it is shown, on every wire', async () => {
    await using pool = await startPool();
    for (const provider of ['groq', 'openai', 'anthropic']) {
      const { object } = await pool.ai.generateObject({ schema, prompt, modelPreferences: [provider] });
      expect(schema.safeParse(object).success).toBe(true);
    }
    expect(pool.simulator.hits()).toBe(3);
  });
});
