import { estimateTokens } from '../usage.policy.js';
import { unitVector } from './embedding-vector.policy.js';
import { optionalPositiveInteger, refuseField, requiredString, type JsonObject } from './request-fields.js';
import type { FigureEndpoint } from './wire-endpoint.types.js';

/** Vector lengths that OpenAI publishes for its embedding models. */
const DIMENSIONS: Readonly<Record<string, number>> = {
  'text-embedding-3-small': 1536,
  'text-embedding-3-large': 3072,
  'text-embedding-ada-002': 1536,
};
const DEFAULT_DIMENSIONS = 1536;
/** OpenAI's API reference: inputs per request, tokens per input. */
const MAX_INPUTS = 2048;
const MAX_TOKENS = 8192;
const INPUT = `a string, an array of tokens, or an array of up to ${MAX_INPUTS} of these`;

interface EmbeddingInput {
  readonly text: string;
  readonly tokens: number;
}

/** OpenAI `POST /v1/embeddings`. */
export const openAiEmbeddings: FigureEndpoint = {
  kind: 'figures',
  read(body) {
    const model = requiredString(body, 'model');
    const inputs = readInputs(body['input'] ?? undefined);
    const format = body['encoding_format'] ?? 'float';
    if (format !== 'float' && format !== 'base64')
      refuseField('encoding_format', 'value', "'float' or 'base64'");
    const full = DIMENSIONS[model] ?? DEFAULT_DIMENSIONS;
    const dimensions = readDimensions(body, model, full);
    const inputTokens = inputs.reduce((sum, { tokens }) => sum + tokens, 0);
    return {
      model,
      inputTokens,
      json: () => ({
        object: 'list',
        model,
        data: inputs.map(({ text }, index) => {
          const vector = unitVector(`${model}\0${text}`, full, dimensions);
          return { object: 'embedding', index, embedding: format === 'float' ? [...vector] : base64(vector) };
        }),
        usage: { prompt_tokens: inputTokens, total_tokens: inputTokens },
      }),
    };
  },
};

function readInputs(input: unknown): readonly EmbeddingInput[] {
  if (input === undefined) return refuseField('input', 'missing', INPUT);
  const list: readonly unknown[] =
    Array.isArray(input) && !input.every((each) => typeof each === 'number') ? input : [input];
  if (list.length > MAX_INPUTS) return refuseField('input', 'value', INPUT);
  return list.map(readInput);
}

function readInput(input: unknown): EmbeddingInput {
  const isTokens = Array.isArray(input) && input.every((each) => Number.isInteger(each));
  if (typeof input !== 'string' && !isTokens) return refuseField('input', 'type', INPUT);
  if (input.length === 0) return refuseField('input', 'value', `${INPUT}, none of them empty`);
  const read: EmbeddingInput =
    typeof input === 'string'
      ? { text: input, tokens: estimateTokens(input) }
      : { text: input.join(' '), tokens: input.length };
  return read.tokens <= MAX_TOKENS
    ? read
    : refuseField('input', 'value', `at most ${MAX_TOKENS} tokens each`);
}

function readDimensions(body: JsonObject, model: string, full: number): number {
  const dimensions = optionalPositiveInteger(body, 'dimensions') ?? full;
  if (dimensions > full) return refuseField('dimensions', 'value', `at most ${full} for this model`);
  if (model === 'text-embedding-ada-002' && dimensions !== full) {
    return refuseField('dimensions', 'value', 'nothing: this model does not support it');
  }
  return dimensions;
}

/** Little-endian 32-bit floats, as OpenAI sends them. */
function base64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4);
  vector.forEach((value, index) => bytes.writeFloatLE(value, index * 4));
  return bytes.toString('base64');
}
