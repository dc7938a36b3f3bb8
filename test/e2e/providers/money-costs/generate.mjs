import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Makes usage-blocks.jsonl: 1,000 usage blocks as the three wires send them, and what each costs. It knows nothing of the
 * library: prices are those of prices.json (US dollars per million tokens, which is micro-dollars per token), a block is
 * read by the rules that the providers document, and sums are made with decimals. Run it with `node generate.mjs`.
 */
const COUNT = 1_000;
const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');
const PRICES = JSON.parse(read('prices.json'));

const MODELS = {
  'openai-responses': ['gpt-5.4', 'gpt-5.4-mini', 'gpt-5.6-terra', 'gpt-6-luna', 'reasoning-apart'],
  'openai-chat': ['gpt-5.4', 'gpt-5.4-mini', 'gpt-5.6-terra', 'gpt-6-luna', 'reasoning-apart'],
  groq: ['openai/gpt-oss-120b', 'llama-3.1-8b-instant'],
  anthropic: ['claude-haiku-4-5', 'claude-sonnet-4-5', 'claude-opus-5-5'],
};
const WIRES = Object.keys(MODELS);

/** Numerical Recipes' generator: the same blocks on every machine. */
function generatorOf(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Decimal digits kept behind the point; prices have at most six. */
const DIGITS = 6;

function decimal(text) {
  const [whole, fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(DIGITS, '0'));
}

/** Half up, on the written number. */
function rounded(amount) {
  const text = amount.toString().padStart(DIGITS + 1, '0');
  const whole = Number(text.slice(0, -DIGITS));
  return text[text.length - DIGITS] >= '5' ? whole + 1 : whole;
}

/** What every token of a block is paid as. */
function partsOf(wire, usage) {
  switch (wire) {
    case 'openai-responses': {
      const { cached_tokens: cached = 0, cache_write_tokens: written = 0 } = usage.input_tokens_details ?? {};
      const { reasoning_tokens: reasoning = 0 } = usage.output_tokens_details ?? {};
      return {
        input: usage.input_tokens - cached - written,
        cacheRead: cached,
        cacheWrite: written,
        output: usage.output_tokens - reasoning,
        reasoning,
      };
    }
    case 'openai-chat':
    case 'groq': {
      const { cached_tokens: cached = 0, cache_write_tokens: written = 0 } =
        usage.prompt_tokens_details ?? {};
      const { reasoning_tokens: reasoning = 0 } = usage.completion_tokens_details ?? {};
      return {
        input: usage.prompt_tokens - cached - written,
        cacheRead: cached,
        cacheWrite: written,
        output: usage.completion_tokens - reasoning,
        reasoning,
      };
    }
    case 'anthropic': {
      const hour = usage.cache_creation?.ephemeral_1h_input_tokens ?? 0;
      const { thinking_tokens: reasoning = 0 } = usage.output_tokens_details ?? {};
      return {
        input: usage.input_tokens,
        cacheRead: usage.cache_read_input_tokens ?? 0,
        cacheWrite: (usage.cache_creation_input_tokens ?? 0) - hour,
        cacheWrite1h: hour,
        output: usage.output_tokens - reasoning,
        reasoning,
      };
    }
  }
}

export function costOfBlock({ wire, model, usage }) {
  const parts = partsOf(wire, usage);
  const listed = PRICES[`${wire.split('-')[0]}/${model}`];
  const prompt = parts.input + parts.cacheRead + parts.cacheWrite + (parts.cacheWrite1h ?? 0);
  const prices = listed.tier && prompt > listed.tier.above ? listed.tier : listed;
  let sum = 0n;
  for (const [part, tokens] of Object.entries(parts)) {
    const instead = part === 'reasoning' ? prices.output : prices.input;
    sum += BigInt(tokens) * decimal(prices[part] ?? instead);
  }
  return rounded(sum);
}

function usageOf(wire, { plain, cached, written, hour, text, reasoning }, pick) {
  const bare = pick(10) === 0;
  const input = plain + cached + written;
  const output = text + reasoning;
  switch (wire) {
    case 'openai-responses':
      return {
        input_tokens: input,
        ...(bare && cached + written === 0
          ? {}
          : {
              input_tokens_details: {
                cached_tokens: cached,
                ...(written > 0 ? { cache_write_tokens: written } : {}),
              },
            }),
        output_tokens: output,
        ...(bare && reasoning === 0 ? {} : { output_tokens_details: { reasoning_tokens: reasoning } }),
        total_tokens: input + output,
      };
    case 'openai-chat':
    case 'groq':
      return {
        prompt_tokens: input,
        completion_tokens: output,
        total_tokens: input + output,
        ...(bare && cached + written === 0
          ? {}
          : {
              prompt_tokens_details: {
                cached_tokens: cached,
                ...(written > 0 ? { cache_write_tokens: written } : {}),
              },
            }),
        ...(bare && reasoning === 0 ? {} : { completion_tokens_details: { reasoning_tokens: reasoning } }),
      };
    case 'anthropic':
      return {
        input_tokens: plain,
        cache_creation_input_tokens: written,
        cache_read_input_tokens: cached,
        cache_creation: { ephemeral_5m_input_tokens: written - hour, ephemeral_1h_input_tokens: hour },
        output_tokens: output,
        ...(reasoning > 0 ? { output_tokens_details: { thinking_tokens: reasoning } } : {}),
        service_tier: 'standard',
      };
  }
}

export function generateBlocks() {
  const pick = generatorOf(20_261_123);
  return Array.from({ length: COUNT }, (_, index) => {
    const wire = WIRES[index % WIRES.length];
    const model = MODELS[wire][pick(MODELS[wire].length)];
    // A third are long prompts, some of them within two tokens of a threshold.
    const { tier } = PRICES[`${wire.split('-')[0]}/${model}`];
    const kind = pick(6);
    const size =
      kind === 0 && tier ? tier.above - 1 + pick(4) : kind === 1 ? 150_000 + pick(400_000) : 1 + pick(20_000);
    const cached = pick(3) === 0 ? 0 : pick(size);
    const writes = wire === 'anthropic' || model === 'gpt-5.6-terra' || model === 'gpt-6-luna';
    const written = writes && pick(2) === 0 ? pick(size - cached) : 0;
    const hour = wire === 'anthropic' && pick(2) === 0 ? pick(written + 1) : 0;
    const reasoning = pick(2) === 0 ? 0 : pick(8_000);
    const tokens = { plain: size - cached - written, cached, written, hour, text: pick(4_000), reasoning };
    const block = { id: index + 1, wire, model, usage: usageOf(wire, tokens, pick) };
    return { ...block, microDollars: costOfBlock(block) };
  });
}

export function toLines(blocks) {
  return blocks.map((block) => `${JSON.stringify(block)}\n`).join('');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('usage-blocks.jsonl', import.meta.url), toLines(generateBlocks()));
}
