import type { SimulatedAnswer, SimulatedQuestion, Wire } from '@hydrogenai/ai-provider/testing';
import { generateText, isStepCount, Output, streamText, tool, type ModelMessage } from 'ai';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CANDIDATES, startPool, type Pool } from './support/pool.js';

const WIRES = ['groq', 'openai', 'anthropic'] as const;
const only = (wire: Wire) => ({ use: CANDIDATES.filter((id) => id.startsWith(`${wire}/`)) });
const prefer = (wire: Wire) => ({ hydrogenai: { modelPreferences: [wire] } });

/** Thinks, asks for the weather in two cities one after the other, then answers. */
function weatherman({ messages, tools }: SimulatedQuestion): SimulatedAnswer {
  const results = messages.filter(({ text }) => text.includes('sunny in')).length;
  const city = ['Lyon', 'Paris'][results];
  if (tools.length === 0 || city === undefined) return { text: 'It is sunny.', reasoning: 'All is known.' };
  return { reasoning: 'Let me look.', toolCalls: [{ name: 'weather', input: { city } }] };
}

const tools = {
  weather: tool({
    description: 'The weather in a city',
    inputSchema: z.object({ city: z.string() }),
    execute: async ({ city }) => `sunny in ${city}`,
  }),
};

const question = { prompt: 'How is the weather?', tools, stopWhen: isStepCount(5), maxRetries: 0 };

/** Bodies that were sent, as JSON text. */
const bodies = (pool: Pool, wire: Wire): string[] =>
  pool.simulator.journal.filter((entry) => entry.wire === wire).map(({ body }) => JSON.stringify(body));

describe('a logical model in a loop of tools', () => {
  it.each(WIRES)('of generateText, at %s', async (wire) => {
    await using pool = await startPool({ simulator: { answer: weatherman }, chat: only(wire) });
    const { text, steps, reasoningText } = await generateText({
      ...question,
      model: pool.ai.languageModel('chat'),
    });
    expect(text).toBe('It is sunny.');
    expect(reasoningText).toBe('All is known.');
    expect(steps.flatMap(({ toolResults }) => toolResults.map(({ output }) => output))).toEqual([
      'sunny in Lyon',
      'sunny in Paris',
    ]);
    expect(pool.hits()[wire]).toBe(3);
  });

  it.each(WIRES)('of streamText, at %s', async (wire) => {
    await using pool = await startPool({ simulator: { answer: weatherman }, chat: only(wire) });
    const result = streamText({ ...question, model: pool.ai.languageModel('chat') });
    let text = '';
    for await (const piece of result.textStream) text += piece;
    expect(text).toBe('It is sunny.');
    expect((await result.steps).map(({ toolCalls }) => toolCalls.map(({ input }) => input))).toEqual([
      [{ city: 'Lyon' }],
      [{ city: 'Paris' }],
      [],
    ]);
  });

  it.each(['generate', 'stream'] as const)(
    'stays with the provider that it began at, also when that is not the first (%s)',
    async (mode) => {
      await using pool = await startPool({ simulator: { answer: weatherman } });
      pool.simulator.fail('groq', { kind: 'status', status: 503 });
      const model = pool.ai.languageModel('chat');
      if (mode === 'generate') await generateText({ ...question, model });
      else await streamText({ ...question, model }).consumeStream();
      expect(pool.hits()).toEqual({ groq: 1, openai: 3, anthropic: 0 });
    },
  );
});

describe('a conversation that changes the provider', () => {
  it.each([
    ['anthropic', 'openai', /sim_signature|Let me look/, 'generate'],
    ['openai', 'anthropic', /rs_sim|msg_sim|fc_sim|Let me look/, 'generate'],
    ['openai', 'groq', /rs_sim|msg_sim|fc_sim|Let me look/, 'stream'],
    ['anthropic', 'groq', /sim_signature|Let me look/, 'stream'],
  ] as const)('takes nothing of %s along to %s that means nothing there', async (from, to, foreign, mode) => {
    await using pool = await startPool({ simulator: { answer: weatherman } });
    const model = pool.ai.languageModel('chat');
    const asked = { ...question, model, providerOptions: prefer(from) };
    const messages: ModelMessage[] = [{ role: 'user', content: question.prompt }];
    const begun =
      mode === 'generate'
        ? (await generateText(asked)).steps.flatMap(({ response }) => response.messages)
        : await streamed(asked);
    messages.push(...begun, { role: 'user', content: 'And tomorrow?' });
    const { text } = await generateText({ model, messages, tools, providerOptions: prefer(to) });
    expect(text).toBe('It is sunny.');
    const [sent] = bodies(pool, to);
    expect(sent).toContain('sunny in Lyon');
    expect(sent).not.toMatch(foreign);
    expect(sent).not.toContain('hydrogenai');
  });

  it('keeps for its own provider what only that one understands', async () => {
    await using pool = await startPool({ simulator: { answer: weatherman }, chat: only('anthropic') });
    await generateText({ ...question, model: pool.ai.languageModel('chat') });
    expect(bodies(pool, 'anthropic')[1]).toContain('sim_signature');
  });
});

async function streamed(asked: Parameters<typeof streamText>[0]): Promise<ModelMessage[]> {
  const result = streamText(asked);
  await result.consumeStream();
  return (await result.steps).flatMap(({ response }) => response.messages);
}

describe('a logical model for values and pictures', () => {
  it.each(WIRES)('gives Output.object what fits, at %s', async (wire) => {
    await using pool = await startPool({ chat: only(wire) });
    const { output } = await generateText({
      model: pool.ai.languageModel('chat'),
      prompt: 'Which city?',
      output: Output.object({ schema: z.object({ city: z.string(), size: z.enum(['small', 'large']) }) }),
    });
    expect(output).toEqual({ city: 'example', size: 'small' });
  });

  it.each(WIRES)('sends a picture as data, at %s', async (wire) => {
    await using pool = await startPool({ chat: only(wire) });
    const image = Uint8Array.from([137, 80, 78, 71]);
    await generateText({
      model: pool.ai.languageModel('chat'),
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is it?' },
            { type: 'file', data: image, mediaType: 'image/png' },
          ],
        },
      ],
    });
    expect(bodies(pool, wire)[0]).toContain(Buffer.from(image).toString('base64'));
  });
});

describe('labels of a call', () => {
  it('go into providerOptions, and are checked there', async () => {
    await using pool = await startPool();
    const model = pool.ai.languageModel('chat');
    const ask = (hydrogenai: Record<string, string>) =>
      generateText({ model, prompt: 'Hi', providerOptions: { hydrogenai } });
    await ask({ tenant: 't', user: 'u', feature: 'f', session: 's' });
    await expect(ask({ tenant: 'x'.repeat(129) })).rejects.toThrow(
      'providerOptions.hydrogenai.tenant: expected a text of 1 to 128 characters',
    );
    expect(pool.simulator.hits()).toBe(1);
  });
});
