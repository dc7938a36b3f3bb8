import type { UsageBlock } from './generate.mjs';

/** A block whose cost was worked out by hand; `sum` is the arithmetic, in micro-dollars, before it is rounded half up. */
export interface HandChecked extends Omit<UsageBlock, 'id'> {
  readonly sum: string;
}

const chat = (prompt: number, cached: number, completion: number, reasoning = 0, written?: number) => ({
  prompt_tokens: prompt,
  completion_tokens: completion,
  total_tokens: prompt + completion,
  prompt_tokens_details: {
    cached_tokens: cached,
    ...(written === undefined ? {} : { cache_write_tokens: written }),
  },
  completion_tokens_details: { reasoning_tokens: reasoning },
});
const responses = (input: number, cached: number, output: number, reasoning = 0, written?: number) => ({
  input_tokens: input,
  input_tokens_details: {
    cached_tokens: cached,
    ...(written === undefined ? {} : { cache_write_tokens: written }),
  },
  output_tokens: output,
  output_tokens_details: { reasoning_tokens: reasoning },
  total_tokens: input + output,
});
const messages = (
  input: number,
  read: number,
  write: number,
  hour: number,
  output: number,
  thinking = 0,
) => ({
  input_tokens: input,
  cache_read_input_tokens: read,
  cache_creation_input_tokens: write,
  cache_creation: { ephemeral_5m_input_tokens: write - hour, ephemeral_1h_input_tokens: hour },
  output_tokens: output,
  output_tokens_details: { thinking_tokens: thinking },
});

type Row = readonly [usage: UsageBlock['usage'], sum: string, microDollars: number];
const rows = (wire: UsageBlock['wire'], model: string, list: readonly Row[]): HandChecked[] =>
  list.map(([usage, sum, microDollars]) => ({ wire, model, usage, sum, microDollars }));

/** Prices as in prices.json, which are those of the providers' pages on 2026-11-23. */
export const HAND_CHECKED: readonly HandChecked[] = [
  // 0.15 in, 0.075 cached, 0.6 out. Cached tokens are inside the prompt; reasoning is inside the completion.
  ...rows('groq', 'openai/gpt-oss-120b', [
    [chat(1_000, 0, 500), '1000*0.15 + 500*0.6', 450],
    [chat(1_000, 400, 0), '600*0.15 + 400*0.075', 120],
    [chat(1, 0, 0), '1*0.15', 0],
    [chat(3, 0, 0), '3*0.15', 0],
    [chat(4, 0, 0), '4*0.15', 1],
    [chat(10, 0, 0), '10*0.15', 2],
    [chat(30, 30, 0), '30*0.075', 2],
    [chat(10, 10, 1), '10*0.075 + 1*0.6', 1],
    [chat(131_072, 0, 65_536), '131072*0.15 + 65536*0.6', 58_982],
    [chat(100, 0, 100, 90), '100*0.15 + 100*0.6', 75],
  ]),
  // 0.05 in, 0.08 out; no price for cached tokens, so they cost what others do.
  ...rows('groq', 'llama-3.1-8b-instant', [
    [chat(1_000, 0, 1_000), '1000*0.05 + 1000*0.08', 130],
    [chat(1_000, 500, 10), '500*0.05 + 500*0.05 + 10*0.08', 51],
    [chat(10, 0, 0), '10*0.05', 1],
    [chat(9, 0, 0), '9*0.05', 0],
  ]),
  // 0.75 in, 0.075 cached, 4.5 out.
  ...rows('openai-responses', 'gpt-5.4-mini', [
    [responses(1_000, 0, 200), '1000*0.75 + 200*4.5', 1_650],
    [responses(1_000, 800, 200), '200*0.75 + 800*0.075 + 200*4.5', 1_110],
    [responses(2_048, 1_920, 300, 256), '128*0.75 + 1920*0.075 + 300*4.5', 1_590],
    [responses(7, 0, 1), '7*0.75 + 1*4.5', 10],
    [responses(0, 0, 1), '1*4.5', 5],
    [responses(2, 0, 0), '2*0.75', 2],
  ]),
  ...rows('openai-chat', 'gpt-5.4-mini', [
    [chat(1_000, 0, 200), '1000*0.75 + 200*4.5', 1_650],
    [chat(1_000, 1_000, 0), '1000*0.075', 75],
    [chat(20, 20, 0), '20*0.075', 2],
    [chat(12_345, 11_264, 678, 640), '1081*0.75 + 11264*0.075 + 678*4.5', 4_707],
  ]),
  // 2.5 in, 0.25 cached, 15 out; from 272,000 tokens of prompt on 5, 0.5 and 22.5.
  ...rows('openai-chat', 'gpt-5.4', [
    [chat(271_999, 0, 1_000), '271999*2.5 + 1000*15', 694_998],
    [chat(272_000, 0, 1_000), '272000*5 + 1000*22.5', 1_382_500],
    [chat(272_000, 200_000, 10), '72000*5 + 200000*0.5 + 10*22.5', 460_225],
    [chat(271_999, 271_999, 10), '271999*0.25 + 10*15', 68_150],
  ]),
  ...rows('openai-responses', 'gpt-5.4', [
    [responses(1_000_000, 0, 1_000_000), '1000000*5 + 1000000*22.5', 27_500_000],
    [responses(300_000, 299_000, 2_000, 1_500), '1000*5 + 299000*0.5 + 2000*22.5', 199_500],
  ]),
  // 2 in, 0.2 cached, 2.5 written, 12 out; from 272,000 on 4, 0.4, 5 and 18.
  ...rows('openai-chat', 'gpt-5.6-terra', [
    [chat(10_000, 4_000, 100, 0, 5_000), '1000*2 + 4000*0.2 + 5000*2.5 + 100*12', 16_500],
  ]),
  ...rows('openai-responses', 'gpt-5.6-terra', [
    [responses(272_000, 100_000, 1_000, 0, 100_000), '72000*4 + 100000*0.4 + 100000*5 + 1000*18', 846_000],
    [responses(271_999, 0, 0, 0, 271_999), '271999*2.5', 679_998],
  ]),
  // 0.1 in, 0.01 cached, 0.125 written, 0.5 out; above 272,000 twice that, and 0.75 out.
  ...rows('openai-responses', 'gpt-6-luna', [
    [responses(272_000, 0, 100), '272000*0.1 + 100*0.5', 27_250],
    [responses(272_001, 0, 100), '272001*0.2 + 100*0.75', 54_475],
    [responses(15, 0, 1), '15*0.1 + 1*0.5', 2],
    [responses(100, 50, 0, 0, 4), '46*0.1 + 50*0.01 + 4*0.125', 6],
  ]),
  // 1 in, 0.1 cached, 1.25 written for five minutes, 2 for an hour, 5 out. Cached tokens are beside input_tokens.
  ...rows('anthropic', 'claude-haiku-4-5', [
    [messages(1_000, 0, 0, 0, 100), '1000*1 + 100*5', 1_500],
    [messages(10, 1_000, 0, 0, 100), '10*1 + 1000*0.1 + 100*5', 610],
    [messages(10, 0, 1_000, 0, 100), '10*1 + 1000*1.25 + 100*5', 1_760],
    [messages(10, 0, 1_000, 400, 100), '10*1 + 600*1.25 + 400*2 + 100*5', 2_060],
    [messages(3, 5, 0, 0, 0), '3*1 + 5*0.1', 4],
    [messages(50, 0, 0, 0, 1_000, 800), '50*1 + 1000*5', 5_050],
  ]),
  // 3 in, 0.3 cached, 3.75 and 6 written, 15 out; above 200,000 tokens of prompt 6, 0.6, 7.5, 12 and 22.5.
  ...rows('anthropic', 'claude-sonnet-4-5', [
    [messages(1_000, 199_000, 0, 0, 100), '1000*3 + 199000*0.3 + 100*15', 64_200],
    [messages(1_001, 199_000, 0, 0, 100), '1001*6 + 199000*0.6 + 100*22.5', 127_656],
    [messages(1, 0, 200_000, 100_000, 0), '1*6 + 100000*7.5 + 100000*12', 1_950_006],
    [messages(5, 0, 7, 0, 0), '5*3 + 7*3.75', 41],
  ]),
  // 4 in, 0.2 cached, 5 and 8 written, 20 out.
  ...rows('anthropic', 'claude-opus-5-5', [
    [messages(2_000, 10_000, 500, 0, 700), '2000*4 + 10000*0.2 + 500*5 + 700*20', 26_500],
    [messages(1, 1, 1, 1, 1, 1), '1*4 + 1*0.2 + 1*8 + 1*20', 32],
  ]),
  // A model that prices reasoning apart: 1 in, 4 out, 10.000001 for reasoning.
  ...rows('openai-chat', 'reasoning-apart', [
    [chat(100, 0, 50, 30), '100*1 + 20*4 + 30*10.000001', 480],
    [chat(0, 0, 1, 1), '1*10.000001', 10],
    [chat(0, 0, 500_000, 500_000), '500000*10.000001', 5_000_001],
  ]),
];
