import * as anthropicSdk from '@anthropic-ai/sdk';
import { startSimulator, type Simulator } from '@hydrogenai/ai-provider/testing';
import * as groqSdk from 'groq-sdk';
import * as openaiSdk from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MODELS } from './requests.js';

const QUESTION = 'What is the capital of France?';
const messages = [{ role: 'user' as const, content: QUESTION }];

let simulator: Simulator;
let openai: openaiSdk.OpenAI;
let groq: groqSdk.Groq;
let anthropic: anthropicSdk.Anthropic;

beforeAll(async () => {
  simulator = await startSimulator({
    apiKeys: { openai: ['sk-good'], groq: ['gsk_good'], anthropic: ['sk-ant-good'] },
  });
  openai = new openaiSdk.OpenAI({ apiKey: 'sk-good', baseURL: simulator.urls.openai, maxRetries: 0 });
  groq = new groqSdk.Groq({ apiKey: 'gsk_good', baseURL: `${simulator.url}/groq`, maxRetries: 0 });
  anthropic = new anthropicSdk.Anthropic({
    apiKey: 'sk-ant-good',
    baseURL: `${simulator.url}/anthropic`,
    maxRetries: 0,
  });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.reset());

describe('the official openai client', () => {
  it('chats, and a stream carries the same text, finish reason and usage', async () => {
    const { data: whole, request_id: id } = await openai.chat.completions
      .create({ model: MODELS.openai, messages })
      .withResponse();
    const stream = await openai.chat.completions.create({
      model: MODELS.openai,
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = '';
    let pieces = 0;
    let finish: string | null = null;
    let usage: unknown;
    for await (const chunk of stream) {
      const choice = chunk.choices[0];
      text += choice?.delta.content ?? '';
      if (choice?.delta.content) pieces += 1;
      finish = choice?.finish_reason ?? finish;
      usage = chunk.usage ?? usage;
    }
    expect(whole.choices[0]?.message.content).toContain(`you asked "${QUESTION}" (30 characters)`);
    expect(text).toBe(whole.choices[0]?.message.content);
    expect(pieces).toBeGreaterThan(30);
    expect(finish).toBe(whole.choices[0]?.finish_reason);
    expect(usage).toEqual(whole.usage);
    expect(whole.usage?.total_tokens).toBe(
      (whole.usage?.prompt_tokens ?? 0) + (whole.usage?.completion_tokens ?? 0),
    );
    expect(id).toMatch(/^req_sim\d+$/);
  });

  it('uses Responses whole and as a stream, with every event numbered in order', async () => {
    const whole = await openai.responses.create({ model: MODELS.openai, input: QUESTION });
    const stream = openai.responses.stream({ model: MODELS.openai, input: QUESTION });
    const types: string[] = [];
    const numbers: number[] = [];
    for await (const event of stream) {
      types.push(event.type);
      numbers.push(event.sequence_number);
    }
    const final = await stream.finalResponse();
    expect(whole.output_text).toContain(`you asked "${QUESTION}"`);
    expect(final.output_text).toBe(whole.output_text);
    expect(final.usage).toEqual(whole.usage);
    expect(numbers).toEqual(numbers.map((_, index) => index));
    expect([...new Set(types)]).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ]);
  });

  it('embeds: base64 (its default) and floats are the same unit vectors, dimensions are honoured', async () => {
    const input = ['one', 'two'];
    const model = 'text-embedding-3-small';
    const viaBase64 = await openai.embeddings.create({ model, input });
    const viaFloat = await openai.embeddings.create({ model, input, encoding_format: 'float' });
    const short = await openai.embeddings.create({ model, input: 'one', dimensions: 256 });
    expect(viaBase64.data).toEqual(viaFloat.data);
    expect(viaFloat.data[0]?.embedding).toHaveLength(1536);
    expect(viaFloat.data[0]?.embedding).not.toEqual(viaFloat.data[1]?.embedding);
    expect(short.data[0]?.embedding).toHaveLength(256);
    expect(Math.hypot(...(short.data[0]?.embedding ?? []))).toBeCloseTo(1, 5);
    expect(viaFloat.usage).toEqual({ prompt_tokens: 2, total_tokens: 2 });
  });

  it('lists and retrieves models', async () => {
    const ids: string[] = [];
    for await (const model of openai.models.list()) ids.push(model.id);
    expect(ids).toContain(MODELS.openai);
    expect(await openai.models.retrieve(MODELS.openai)).toMatchObject({ id: MODELS.openai, object: 'model' });
  });

  it('throws its own typed errors', async () => {
    const chat = (model: string, client = openai) => client.chat.completions.create({ model, messages });
    await expect(chat('no-such-model')).rejects.toThrow(openaiSdk.NotFoundError);
    await expect(chat('no-such-model')).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
    const stranger = new openaiSdk.OpenAI({
      apiKey: 'sk-other',
      baseURL: simulator.urls.openai,
      maxRetries: 0,
    });
    await expect(chat(MODELS.openai, stranger)).rejects.toThrow(openaiSdk.AuthenticationError);
    await expect(chat(MODELS.openai, stranger)).rejects.toMatchObject({ code: 'invalid_api_key' });
    await expect(openai.chat.completions.create({ model: MODELS.openai, messages: [] })).rejects.toThrow(
      openaiSdk.BadRequestError,
    );
    simulator.fail('openai', { kind: 'rateLimit', retryAfter: '0.5' });
    await expect(chat(MODELS.openai)).rejects.toThrow(openaiSdk.RateLimitError);
    simulator.fail('openai', { kind: 'overloaded' });
    await expect(chat(MODELS.openai)).rejects.toThrow(openaiSdk.InternalServerError);
    simulator.fail('openai', { kind: 'status', status: 403 });
    await expect(chat(MODELS.openai)).rejects.toThrow(openaiSdk.PermissionDeniedError);
    simulator.fail('openai', { kind: 'reset' });
    await expect(chat(MODELS.openai)).rejects.toThrow(openaiSdk.APIConnectionError);
    expect(simulator.hits('openai')).toBe(9);
  });

  it('throws for an error inside a 200 stream, on both shapes', async () => {
    const drain = async (stream: AsyncIterable<unknown>): Promise<number> => {
      let count = 0;
      for await (const _ of stream) count += 1;
      return count;
    };
    simulator.fail('openai', { kind: 'quota', in: 'body' }, { times: 2 });
    const chat = await openai.chat.completions.create({ model: MODELS.openai, messages, stream: true });
    await expect(drain(chat)).rejects.toMatchObject({
      code: 'insufficient_quota',
      type: 'insufficient_quota',
    });
    const responses = await openai.responses.create({ model: MODELS.openai, input: QUESTION, stream: true });
    await expect(drain(responses)).rejects.toMatchObject({ code: 'insufficient_quota' });
  });

  it('obeys the retry hint: a limit is tried again, an empty account is not', async () => {
    const retrying = openai.withOptions({ maxRetries: 2 });
    simulator.fail('openai', { kind: 'rateLimit', retryAfterMs: '1' });
    await retrying.chat.completions.create({ model: MODELS.openai, messages });
    expect(simulator.hits('openai')).toBe(2);
    simulator.fail('openai', { kind: 'quota' });
    await expect(retrying.chat.completions.create({ model: MODELS.openai, messages })).rejects.toThrow(
      openaiSdk.RateLimitError,
    );
    expect(simulator.hits('openai')).toBe(3);
  });
});

describe('the official groq client', () => {
  it('chats, and a stream carries the same text, finish reason and usage in x_groq', async () => {
    const whole = await groq.chat.completions.create({ model: MODELS.groq, messages });
    const stream = await groq.chat.completions.create({ model: MODELS.groq, messages, stream: true });
    let text = '';
    let finish: string | null = null;
    let usage: unknown;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      finish = chunk.choices[0]?.finish_reason ?? finish;
      usage = chunk.x_groq?.usage ?? usage;
    }
    expect(text).toBe(whole.choices[0]?.message.content);
    expect(text).toContain(`Simulated answer by groq ${MODELS.groq}`);
    expect(finish).toBe('stop');
    expect(usage).toEqual(whole.usage);
  });

  it('lists models and retrieves one whose id holds a slash', async () => {
    const { data } = await groq.models.list();
    expect(data.map(({ id }) => id)).toContain(MODELS.groq);
    expect((await groq.models.retrieve(MODELS.groq)).id).toBe(MODELS.groq);
  });

  it('throws its own typed errors', async () => {
    const chat = (model: string, client = groq) => client.chat.completions.create({ model, messages });
    await expect(chat('no-such-model')).rejects.toThrow(groqSdk.NotFoundError);
    const stranger = new groqSdk.Groq({ apiKey: 'gsk_x', baseURL: `${simulator.url}/groq`, maxRetries: 0 });
    await expect(chat(MODELS.groq, stranger)).rejects.toThrow(groqSdk.AuthenticationError);
    await expect(groq.chat.completions.create({ model: MODELS.groq, messages: [] })).rejects.toThrow(
      groqSdk.BadRequestError,
    );
    simulator.fail('groq', { kind: 'rateLimit', retryAfter: '120' });
    await expect(chat(MODELS.groq)).rejects.toThrow(groqSdk.RateLimitError);
    simulator.fail('groq', { kind: 'overloaded' });
    await expect(chat(MODELS.groq)).rejects.toMatchObject({
      status: 498,
      error: { error: { code: 'capacity_exceeded' } },
    });
    simulator.fail('groq', { kind: 'reset' });
    await expect(chat(MODELS.groq)).rejects.toThrow(groqSdk.APIConnectionError);
    simulator.fail('groq', { kind: 'hang' });
    await expect(
      groq.chat.completions.create({ model: MODELS.groq, messages }, { timeout: 50 }),
    ).rejects.toThrow(groqSdk.APIConnectionTimeoutError);
  });
});

describe('the official anthropic client', () => {
  const ask = { model: MODELS.anthropic, max_tokens: 500, messages };

  it('sends messages, and a stream carries the same text, stop reason and usage', async () => {
    const { data: whole, request_id: id } = await anthropic.messages.create(ask).withResponse();
    const streamed = await anthropic.messages.stream(ask).finalMessage();
    expect(whole.content[0]).toMatchObject({ type: 'text', text: expect.stringContaining(QUESTION) });
    expect(streamed.content[0]).toMatchObject({
      text: whole.content[0]?.type === 'text' ? whole.content[0].text : '',
    });
    expect(streamed.stop_reason).toBe(whole.stop_reason);
    expect(streamed.usage).toEqual(whole.usage);
    expect(id).toMatch(/^req_sim\d+$/);
  });

  it('stops at max_tokens and at a stop sequence, and says which', async () => {
    expect(await anthropic.messages.create({ ...ask, max_tokens: 3 })).toMatchObject({
      stop_reason: 'max_tokens',
      usage: { output_tokens: 3 },
      content: [{ text: 'Simulated an' }],
    });
    expect(await anthropic.messages.create({ ...ask, stop_sequences: [' by '] })).toMatchObject({
      stop_reason: 'stop_sequence',
      stop_sequence: ' by ',
      content: [{ text: 'Simulated answer' }],
    });
  });

  it('counts tokens as the answer bills them, lists and retrieves models', async () => {
    const counted = await anthropic.messages.countTokens({ model: MODELS.anthropic, messages });
    const billed = await anthropic.messages.create(ask);
    expect(counted.input_tokens).toBe(billed.usage.input_tokens);
    const ids: string[] = [];
    for await (const model of anthropic.models.list()) ids.push(model.id);
    expect(ids).toContain(MODELS.anthropic);
    expect((await anthropic.models.retrieve(MODELS.anthropic)).id).toBe(MODELS.anthropic);
    expect(simulator.hits('anthropic')).toBe(1);
  });

  it('throws its own typed errors', async () => {
    const send = (more: object = {}, client = anthropic) => client.messages.create({ ...ask, ...more });
    await expect(send({ model: 'no-such-model' })).rejects.toThrow(anthropicSdk.NotFoundError);
    const stranger = new anthropicSdk.Anthropic({
      apiKey: 'x',
      baseURL: `${simulator.url}/anthropic`,
      maxRetries: 0,
    });
    await expect(send({}, stranger)).rejects.toThrow(anthropicSdk.AuthenticationError);
    await expect(send({ messages: [] })).rejects.toThrow(anthropicSdk.BadRequestError);
    simulator.fail('anthropic', { kind: 'rateLimit' });
    await expect(send()).rejects.toThrow(anthropicSdk.RateLimitError);
    simulator.fail('anthropic', { kind: 'overloaded' });
    await expect(send()).rejects.toMatchObject({ status: 529, type: 'overloaded_error' });
    simulator.fail('anthropic', { kind: 'spendLimit' });
    await expect(send()).rejects.toMatchObject({
      status: 429,
      error: { error: { details: { error_code: 'enforced_spend_limit_reached' } } },
    });
    simulator.fail('anthropic', { kind: 'reset' });
    await expect(send()).rejects.toThrow(anthropicSdk.APIConnectionError);
    simulator.fail('anthropic', { kind: 'streamError', afterChunks: 2 });
    await expect(anthropic.messages.stream(ask).finalMessage()).rejects.toMatchObject({
      type: 'overloaded_error',
    });
  });
});
