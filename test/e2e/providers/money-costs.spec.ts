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

async function cost(block: Pick<UsageBlock, 'wire' | 'model' | 'usage'>): Promise<number | null> {
  const [provider = ''] = block.wire.split('-');
  return costOf({ provider, model: block.model }, await usageOf(block), prices, WHEN);
}

/** What the provider's package makes of an answer with this usage block. */
async function usageOf(block: Pick<UsageBlock, 'wire' | 'model' | 'usage'>): Promise<LanguageModelV4Usage> {
  const model = modelOf(block, () => Promise.resolve(Response.json(bodyOf(block))));
  const { usage } = await model.doGenerate({
    prompt: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
  });
  return usage;
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

function bodyOf({ wire, model, usage }: Pick<UsageBlock, 'wire' | 'model' | 'usage'>): unknown {
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
