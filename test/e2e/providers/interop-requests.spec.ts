import {
  StreamInterruptedError,
  type ChatMessage,
  type GenerateRequest,
  type ResponseEvent,
} from '@hydrogenai/ai-provider';
import type { SimulatedAnswer, SimulatedQuestion, Wire } from '@hydrogenai/ai-provider/testing';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CANDIDATES, startPool, type Pool } from './support/pool.js';

const WIRES = ['groq', 'openai', 'anthropic'] as const;
const only = (wire: Wire) => ({ use: CANDIDATES.filter((id) => id.startsWith(`${wire}/`)) });
const tools = [{ name: 'weather', description: 'Weather', inputSchema: z.object({ city: z.string() }) }];

function answer({ messages, tools: offered }: SimulatedQuestion): SimulatedAnswer {
  const done = messages.some(({ text }) => text.includes('sunny'));
  if (offered.length === 0 || done) return { text: 'It is sunny.', reasoning: 'I know.' };
  return { text: 'I look.', reasoning: 'Where?', toolCalls: [{ name: 'weather', input: { city: 'Lyon' } }] };
}

async function read(pool: Pool, request: GenerateRequest): Promise<ResponseEvent[]> {
  const events: ResponseEvent[] = [];
  for await (const event of pool.ai.streamResponse(request)) events.push(event);
  return events;
}

describe.each(WIRES)('a request at %s', (wire) => {
  it('may offer tools, and goes on with their results where it was begun', async () => {
    await using pool = await startPool({ simulator: { answer }, chat: only(wire) });
    const first = await pool.ai.generateResponse({ prompt: 'Weather?', tools, includeReasoning: true });
    expect(first).toMatchObject({
      content: 'I look.',
      reasoning: 'Where?',
      finishReason: 'tool-calls',
      toolCalls: [{ name: 'weather', input: { city: 'Lyon' }, candidate: only(wire).use[0] }],
      usage: { reasoningTokens: wire === 'anthropic' ? null : 2 },
    });
    const { toolCalls = [], content } = first;
    const messages: ChatMessage[] = [
      { role: 'user', content: 'Weather?' },
      { role: 'assistant', content, toolCalls },
      ...toolCalls.map(({ id, name }) => ({
        role: 'tool' as const,
        content: 'sunny',
        toolCallId: id,
        toolName: name,
      })),
    ];
    const second = await pool.ai.generateResponse({ messages, tools });
    expect(second.content).toBe('It is sunny.');
    expect(second).not.toHaveProperty('toolCalls');
    expect(second).not.toHaveProperty('reasoning');
  });

  it('streams its reasoning, its text and its tool calls', async () => {
    await using pool = await startPool({ simulator: { answer }, chat: only(wire) });
    const events = await read(pool, { prompt: 'Weather?', tools });
    const of = (type: string) => events.filter((event) => event.type === type);
    expect(events.map(({ type }) => type)).toEqual([
      'start',
      ...of('reasoning').map(({ type }) => type),
      ...of('text').map(({ type }) => type),
      'tool-call',
      'finish',
    ]);
    expect(
      of('reasoning')
        .map((event) => 'text' in event && event.text)
        .join(''),
    ).toBe('Where?');
    expect(of('tool-call')).toMatchObject([{ toolCall: { name: 'weather', input: { city: 'Lyon' } } }]);
    expect(events.at(-1)).toMatchObject({
      response: { content: 'I look.', toolCalls: [{ name: 'weather' }] },
    });
    expect(events.at(-1)).not.toHaveProperty('response.reasoning');
  });

  it('breaks inside a tool call as any stream does, and hands on no half of it', async () => {
    await using pool = await startPool({ simulator: { answer }, chat: only(wire) });
    pool.simulator.fail(wire, { kind: 'end', afterChunks: 4 });
    await expect(read(pool, { prompt: 'Weather?', tools })).rejects.toBeInstanceOf(StreamInterruptedError);
  });

  it('carries pictures, the effort of reasoning and the way to choose words', async () => {
    await using pool = await startPool({ simulator: { answer }, chat: only(wire) });
    await pool.ai.generateResponse({
      prompt: 'What is it?',
      images: [{ data: Uint8Array.from([1, 2, 3]), mediaType: 'image/png' }],
      reasoning: 'high',
      stopSequences: ['END'],
      topP: 0.5,
      seed: 7,
    });
    const body = JSON.stringify(pool.simulator.journal[0]?.body);
    expect(body).toContain('AQID');
    expect(body).toMatch(
      wire === 'anthropic' ? /"effort":"high"|"thinking"/ : /"(?:reasoning_)?effort":"high"/,
    );
  });

  it('insists on a tool', async () => {
    await using pool = await startPool({ chat: only(wire) });
    const { toolCalls } = await pool.ai.generateResponse({
      prompt: 'Hi',
      tools,
      toolChoice: { tool: 'weather' },
    });
    expect(toolCalls).toMatchObject([{ name: 'weather', input: { city: 'example' } }]);
  });
});

describe('the messages of a tool loop', () => {
  it('go only to who asked for the tools', async () => {
    await using pool = await startPool({ simulator: { answer } });
    const [last] = CANDIDATES.slice(-1);
    const messages: ChatMessage[] = [
      { role: 'user', content: 'Weather?' },
      {
        role: 'assistant',
        content: '',
        toolCalls: [{ id: 'c1', name: 'weather', input: {}, candidate: last ?? '' }],
      },
      { role: 'tool', content: 'sunny', toolCallId: 'c1', toolName: 'weather' },
    ];
    const { provider } = await pool.ai.generateResponse({ messages, tools });
    expect(provider).toBe('anthropic');
    expect(pool.hits()).toEqual({ groq: 0, openai: 0, anthropic: 1 });
  });
});

describe('bad input', () => {
  const canary = 'canary-55d1';
  const image = { data: canary, mediaType: 'image/png' };
  it.each<[string, object, string]>([
    ['a label that is too long', { prompt: 'x', tenant: canary.repeat(20) }, 'tenant'],
    ['an empty session', { prompt: 'x', session: '' }, 'session'],
    [
      'a picture by URL',
      { prompt: 'x', images: [{ ...image, data: new URL('http://a/canary') }] },
      'images[0].data',
    ],
    ['a picture that is no base64', { prompt: 'x', images: [image] }, 'images[0].data'],
    ['a picture without a type', { prompt: 'x', images: [{ data: 'AQID' }] }, 'images[0].mediaType'],
    ['pictures beside messages', { messages: [{ role: 'user', content: canary }], images: [] }, 'images'],
    [
      'a picture of an assistant',
      { messages: [{ role: 'assistant', content: canary, images: [] }] },
      'messages[0].images',
    ],
    [
      'tool calls of a user',
      { messages: [{ role: 'user', content: canary, toolCalls: [] }] },
      'messages[0].toolCalls',
    ],
    ['a result of no call', { messages: [{ role: 'tool', content: canary }] }, 'messages[0].toolCallId'],
    ['a tool without a name', { prompt: 'x', tools: [{ inputSchema: {} }] }, 'tools[0].name'],
    ['a tool without a schema', { prompt: 'x', tools: [{ name: 'a' }] }, 'tools[0].inputSchema'],
    ['a choice of another tool', { prompt: 'x', tools, toolChoice: { tool: 'rain' } }, 'toolChoice'],
    ['an unknown effort', { prompt: 'x', reasoning: 'a lot' }, 'reasoning'],
    ['an empty stop sequence', { prompt: 'x', stopSequences: [''] }, 'stopSequences'],
    ['a share above one', { prompt: 'x', topP: 1.1 }, 'topP'],
    ['half a seed', { prompt: 'x', seed: 0.5 }, 'seed'],
    ['an unknown format', { prompt: 'x', responseFormat: 'xml' }, 'responseFormat'],
  ])('%s is refused by the name of its field, and nobody is asked', async (_name, fields, field) => {
    await using pool = await startPool();
    // Requests may come from JavaScript.
    const pending = pool.ai.generateResponse(fields as GenerateRequest);
    await expect(pending).rejects.toThrow(`${field}: expected`);
    await expect(pending).rejects.not.toThrow('canary');
    expect(pool.simulator.hits()).toBe(0);
  });
});
