import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { InvalidOptionError } from '@hydrogenai/common';
import { toCallOptions } from '../response/provider-request.js';
import { toTools } from '../response/tools.policy.js';
import type { BatchItemRequest } from './batch.types.js';

/** A question of a batch, checked and in the words of the AI SDK. */
export interface PreparedItem {
  readonly customId: string;
  readonly call: LanguageModelV4CallOptions;
}

/** What OpenAI and Anthropic both take. */
const CUSTOM_ID = /^[\w-]{1,64}$/;
/** OpenAI's limit, the smaller of the two (https://platform.openai.com/docs/guides/batch). */
const MOST_REQUESTS = 50_000;

/** Checks all questions before any is sent. @throws InvalidOptionError naming the field, never showing a text. */
export async function prepareBatch(requests: readonly BatchItemRequest[]): Promise<readonly PreparedItem[]> {
  if (!Array.isArray(requests) || requests.length === 0 || requests.length > MOST_REQUESTS) {
    throw new InvalidOptionError({
      field: 'requests',
      accepted: `a list of 1 to ${MOST_REQUESTS} requests`,
      received: requests,
    });
  }
  const ids = new Set<string>();
  const items: PreparedItem[] = [];
  for (const [index, request] of requests.entries()) {
    const field = `requests[${index}]`;
    const { customId } = request;
    if (typeof customId !== 'string' || !CUSTOM_ID.test(customId) || ids.has(customId)) {
      throw new InvalidOptionError({
        field: `${field}.customId`,
        accepted: '1 to 64 letters, digits, _ or -, different for each request',
        received: customId,
        secret: true,
      });
    }
    ids.add(customId);
    items.push({ customId, call: await prepared(request, field) });
  }
  return items;
}

async function prepared(request: BatchItemRequest, field: string): Promise<LanguageModelV4CallOptions> {
  try {
    const call = toCallOptions(request);
    return request.tools === undefined ? call : { ...call, tools: await toTools(request.tools) };
  } catch (error) {
    if (!(error instanceof InvalidOptionError)) throw error;
    const accepted = String(error.details?.['accepted'] ?? '');
    throw new InvalidOptionError({ field: `${field}.${error.field}`, accepted, received: 'something else' });
  }
}
