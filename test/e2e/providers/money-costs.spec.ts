import { createAnthropic } from '@ai-sdk/anthropic';
import { createGroq } from '@ai-sdk/groq';
import { createOpenAI } from '@ai-sdk/openai';
import type { LanguageModelV4, LanguageModelV4Usage } from '@ai-sdk/provider';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bundledPrice } from '../../../libs/ai-provider/src/money/prices/bundled-prices.js';
import { costOf, PriceList } from '../../../libs/ai-provider/src/money/prices/price-list.js';
import {
  resolvePricing,
  type ModelPricing,
} from '../../../libs/ai-provider/src/money/prices/pricing.options.js';
import { costOfBlock, generateBlocks, toLines, type UsageBlock } from './money-costs/generate.mjs';
import { HAND_CHECKED } from './money-costs/hand-checked.js';

const read = (name: string): string => readFileSync(new URL(`money-costs/${name}`, import.meta.url), 'utf8');
const PRICES: Record<string, Record<string, string | Record<string, string | number>>> = JSON.parse(
  read('prices.json'),
);
const recorded = read('usage-blocks.jsonl');
const blocks: readonly UsageBlock[] = recorded
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as UsageBlock);

/** The fixture's prices as a user would write them. */
function pricingOf(prices: Readonly<Record<string, unknown>>): ModelPricing {
  const { tier, ...flat } = prices;
  const named = Object.fromEntries(
    Object.entries(flat)
      .filter(([name]) => name !== 'above')
      .map(([name, price]) => [`${name}PerMillion`, Number(price)]),
  );
  const tiers = isRecord(tier) ? [{ aboveInputTokens: Number(tier['above']), ...pricingOf(tier) }] : [];
  // The file holds input and output for every model.
  return { ...named, tiers } as unknown as ModelPricing;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

const prices = new PriceList(
  resolvePricing(
    Object.fromEntries(Object.entries(PRICES).map(([id, listed]) => [id, pricingOf(listed)])),
    'pricing',
  ),
);
const WHEN = Date.UTC(2026, 10, 23);

describe('the cost of usage blocks as the three wires send them, through the packages of the AI SDK', () => {
  it('equals the recorded table to the micro-dollar, 1,000 times', async () => {
    expect(blocks).toHaveLength(1_000);
    const ours = await Promise.all(blocks.map(async (block) => ({ id: block.id, is: await cost(block) })));
    expect(ours).toEqual(blocks.map(({ id, microDollars }) => ({ id, is: microDollars })));
  });

  it('equals what was worked out by hand', async () => {
    expect(HAND_CHECKED.length).toBeGreaterThanOrEqual(40);
    for (const block of HAND_CHECKED) {
      const name = `${block.wire} ${block.model}: ${block.sum}`;
      // The arithmetic is what it says, and the generator of the table follows the same rules.
      expect([name, halfUp(block.sum)]).toEqual([name, block.microDollars]);
      expect([name, costOfBlock(block)]).toEqual([name, block.microDollars]);
      expect([name, await cost(block)]).toEqual([name, block.microDollars]);
    }
  });

  it('is the same when the answer comes as a stream', async () => {
    const streamed = HAND_CHECKED.filter(({ wire }) => wire !== 'openai-responses');
    for (const block of streamed) {
      const name = `${block.wire} ${block.model}: ${block.sum}`;
      expect([name, await cost(block, streamedUsageOf)]).toEqual([name, block.microDollars]);
    }
  });

  it('was recorded by the generator that is checked in, and meets every kind of price', () => {
    expect(recorded).toBe(toLines(generateBlocks()));
    const above = (block: UsageBlock, least: number): boolean =>
      JSON.stringify(block.usage).match(/(?:prompt|input)_tokens":(\d+)/)?.[1] !== undefined &&
      Number(/(?:prompt|input)_tokens":(\d+)/.exec(JSON.stringify(block.usage))?.[1]) > least;
    const count = (pattern: RegExp): number =>
      blocks.filter(({ usage }) => pattern.test(JSON.stringify(usage))).length;
    expect(count(/cache(?:d|_read_input)_tokens":[1-9]/)).toBeGreaterThan(300);
    expect(count(/cache_(?:write_tokens|creation_input_tokens)":[1-9]/)).toBeGreaterThan(100);
    expect(count(/ephemeral_1h_input_tokens":[1-9]/)).toBeGreaterThan(40);
    expect(count(/(?:reasoning|thinking)_tokens":[1-9]/)).toBeGreaterThan(300);
    expect(blocks.filter((block) => above(block, 272_000)).length).toBeGreaterThan(50);
  });

  it('is the same with the bundled price list, whose prices are those of the table', () => {
    const listed = Object.keys(PRICES).filter((id) => id !== 'openai/reasoning-apart');
    for (const id of listed) {
      const [provider = '', ...model] = id.split('/');
      const own = prices.priceOf({ provider, model: model.join('/') }, WHEN);
      expect([id, bundledPrice(provider, model.join('/'), WHEN)]).toEqual([id, own]);
    }
  });
});

type Block = Pick<UsageBlock, 'wire' | 'model' | 'usage'>;

const CALL = { prompt: [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hello' }] }] };

async function cost(block: Block, read = usageOf): Promise<number | null> {
  const [provider = ''] = block.wire.split('-');
  return costOf({ provider, model: block.model }, await read(block), prices, WHEN);
}

/** What the provider's package makes of an answer with this usage block. */
async function usageOf(block: Block): Promise<LanguageModelV4Usage> {
  const { usage } = await modelOf(block, () => Promise.resolve(Response.json(bodyOf(block)))).doGenerate(
    CALL,
  );
  return usage;
}

async function streamedUsageOf(block: Block): Promise<LanguageModelV4Usage> {
  const frames = eventsOf(block).map((event) => `data: ${JSON.stringify(event)}\n\n`);
  const body = [...frames, ...(block.wire === 'anthropic' ? [] : ['data: [DONE]\n\n'])].join('');
  const headers = { 'content-type': 'text/event-stream' };
  const model = modelOf(block, () => Promise.resolve(new Response(body, { headers })));
  for await (const part of (await model.doStream(CALL)).stream) if (part.type === 'finish') return part.usage;
  throw new Error('the stream had no end');
}

function eventsOf({ wire, model, usage }: Block): readonly unknown[] {
  if (wire === 'anthropic') {
    const { output_tokens: _, output_tokens_details: details, ...input } = usage;
    const message = { id: 'msg_1', type: 'message', role: 'assistant', model, content: [] };
    return [
      { type: 'message_start', message: { ...message, usage: { ...input, output_tokens: 1 } } },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hi' } },
      { type: 'content_block_stop', index: 0 },
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn', stop_sequence: null },
        // The last event repeats the output only; what was read was told at the start.
        usage: { output_tokens: usage['output_tokens'], output_tokens_details: details },
      },
      { type: 'message_stop' },
    ];
  }
  const chunk = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model };
  const choice = { index: 0, delta: {}, finish_reason: 'stop' };
  return [
    { ...chunk, choices: [{ index: 0, delta: { role: 'assistant', content: 'Hi' }, finish_reason: null }] },
    ...(wire === 'groq'
      ? [{ ...chunk, choices: [choice], x_groq: { id: 'req_1', usage } }]
      : [
          { ...chunk, choices: [choice] },
          { ...chunk, choices: [], usage },
        ]),
  ];
}

function modelOf(
  { wire, model }: Pick<UsageBlock, 'wire' | 'model'>,
  fetch: () => Promise<Response>,
): LanguageModelV4 {
  const settings = { apiKey: 'test', fetch };
  switch (wire) {
    case 'groq':
      return createGroq(settings)(model);
    case 'anthropic':
      return createAnthropic(settings)(model);
    case 'openai-chat':
      return createOpenAI(settings).chat(model);
    case 'openai-responses':
      return createOpenAI(settings).responses(model);
    default:
      return wire satisfies never;
  }
}

function bodyOf({ wire, model, usage }: Block): unknown {
  switch (wire) {
    case 'groq':
    case 'openai-chat':
      return {
        id: 'chatcmpl-1',
        object: 'chat.completion',
        created: 1,
        model,
        choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
        usage,
      };
    case 'anthropic':
      return {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model,
        content: [{ type: 'text', text: 'Hi' }],
        stop_reason: 'end_turn',
        stop_sequence: null,
        usage,
      };
    case 'openai-responses':
      return {
        id: 'resp_1',
        object: 'response',
        created_at: 1,
        status: 'completed',
        model,
        output: [
          {
            id: 'msg_1',
            type: 'message',
            role: 'assistant',
            status: 'completed',
            content: [{ type: 'output_text', text: 'Hi', annotations: [], logprobs: [] }],
          },
        ],
        usage,
      };
    default:
      return wire satisfies never;
  }
}

/** Works out `a*b + c*d` in millionths, and rounds half up. */
function halfUp(sum: string): number {
  const millionths = sum
    .split('+')
    .map((product) => {
      const [tokens = '', price = ''] = product.trim().split('*');
      return BigInt(tokens) * BigInt(Math.round(Number(price) * 1_000_000));
    })
    .reduce((total, part) => total + part, 0n);
  return Number((millionths + 500_000n) / 1_000_000n);
}
