import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { estimateTokenCount, type TokenEstimationOptions } from 'tokenx';

type Prompt = LanguageModelV4CallOptions['prompt'];
type Tools = LanguageModelV4CallOptions['tools'];
type ResponseFormat = LanguageModelV4CallOptions['responseFormat'];
type Message = Prompt[number];
type Part = Exclude<Message['content'], string>[number];

/** Characters that are looked at, however long the prompt is; of more, every text has its share. About 0.2 ms. */
const MOST_CHARACTERS = 2_048;

/** What a message costs beside its text: https://cookbook.openai.com/examples/how_to_count_tokens_with_tiktoken */
const TOKENS_PER_MESSAGE = 4;

/**
 * An image of about a megapixel: (width x height) / 750 at Anthropic, 765 to 1,105 at OpenAI in high detail.
 * https://docs.claude.com/en/docs/build-with-claude/vision, https://platform.openai.com/docs/guides/images-vision
 */
const TOKENS_PER_IMAGE = 1_300;
/** A short document or a minute of sound: their length cannot be told without reading them. */
const TOKENS_PER_FILE = 2_000;

/** Scripts that tokenx prices far too low by default, by what its README says of each. */
const OTHER_SCRIPTS = /[\u0590-\u0EFF]/;
const WITH_OTHER_SCRIPTS: TokenEstimationOptions = {
  languageConfigs: [
    { pattern: /[\u0590-\u05FF]/, averageCharsPerToken: 3.8 },
    { pattern: /[\u0600-\u06FF]/, averageCharsPerToken: 4.5 },
    { pattern: /[\u0E00-\u0EFF]/, averageCharsPerToken: 2.8 },
    { pattern: /[\u0900-\u0DFF]/, averageCharsPerToken: 4.9 },
  ],
};

/**
 * Estimates the tokens of a prompt with its tools and schema, in bounded time: exact figures need each provider's own
 * tokeniser. It never throws, whatever a caller without types puts in.
 */
export function estimateTokens(prompt: Prompt, tools?: Tools, responseFormat?: ResponseFormat): number {
  const found: Found = { texts: [], characters: 0, flatTokens: 0 };
  if (Array.isArray(prompt)) for (const message of prompt) addMessage(message, found);
  if (tools !== undefined) addJson(tools, found);
  if (responseFormat?.type === 'json' && responseFormat.schema !== undefined)
    addJson(responseFormat.schema, found);
  return found.flatTokens + tokensOf(found);
}

/** The same of plain texts, such as those that become vectors. */
export function estimateTextTokens(texts: readonly string[]): number {
  const found: Found = { texts: [], characters: 0, flatTokens: 0 };
  for (const text of texts) addText(text, found);
  return tokensOf(found);
}

interface Found {
  readonly texts: string[];
  characters: number;
  /** Tokens of what is no text. */
  flatTokens: number;
}

function tokensOf({ texts, characters }: Found): number {
  const share = Math.min(1, MOST_CHARACTERS / Math.max(1, characters));
  let tokens = 0;
  for (const text of texts) {
    const length = Math.ceil(text.length * share);
    // From the middle: beginnings and ends of texts are often unlike the rest.
    const start = Math.floor((text.length - length) / 2);
    const sample = share === 1 ? text : text.slice(start, start + length);
    const options = OTHER_SCRIPTS.test(sample) ? WITH_OTHER_SCRIPTS : undefined;
    tokens += estimateTokenCount(sample, options) * (text.length / length);
  }
  return Math.ceil(tokens);
}

function addMessage(message: Message | null | undefined, found: Found): void {
  found.flatTokens += TOKENS_PER_MESSAGE;
  const content: unknown = message?.content;
  if (typeof content === 'string') addText(content, found);
  // Whatever it is, a part without a known type is passed over.
  else if (Array.isArray(content))
    for (const part of content as (Part | null | undefined)[]) addPart(part, found);
}

function addPart(part: Part | null | undefined, found: Found): void {
  switch (part?.type) {
    case 'text':
    case 'reasoning':
      return addText(part.text, found);
    case 'file':
    case 'reasoning-file':
      return addFile(part.mediaType, found);
    case 'tool-call':
      addText(part.toolName, found);
      return addJson(part.input, found);
    case 'tool-result':
      addText(part.toolName, found);
      return addToolOutput(part.output, found);
    default:
      // Approvals and custom parts have no text of their own.
      return;
  }
}

function addToolOutput(output: unknown, found: Found): void {
  const { value } = (output ?? {}) as { readonly value?: unknown };
  if (!Array.isArray(value)) {
    addJson(value, found);
    return;
  }
  for (const item of value as ({ type?: unknown; text?: unknown; mediaType?: unknown } | null)[]) {
    if (item?.type === 'file') addFile(item.mediaType, found);
    else if (typeof item?.text === 'string') addText(item.text, found);
    else addJson(item, found);
  }
}

function addFile(mediaType: unknown, found: Found): void {
  const isImage = typeof mediaType === 'string' && mediaType.startsWith('image');
  found.flatTokens += isImage ? TOKENS_PER_IMAGE : TOKENS_PER_FILE;
}

function addJson(value: unknown, found: Found): void {
  if (typeof value === 'string') addText(value, found);
  else addText(jsonOf(value), found);
}

function addText(text: unknown, found: Found): void {
  if (typeof text !== 'string' || text === '') return;
  found.texts.push(text);
  found.characters += text.length;
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    // Cyclic, or with a number that JSON has not: the provider's package will say so, in its own words.
    return '';
  }
}
