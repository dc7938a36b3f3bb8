import { createHash } from 'node:crypto';
import type {
  LanguageModelV4Message,
  LanguageModelV4Prompt,
  SharedV4ProviderOptions,
} from '@ai-sdk/provider';
import type { ModelCandidate, Vendors } from '../candidates/candidate.js';
import { ownerOf } from '../candidates/tool-loop.policy.js';

type Part = Exclude<LanguageModelV4Message['content'], string>[number];

/**
 * A conversation as one candidate may see it. What another candidate left in it is taken out: its metadata (signatures,
 * item ids), its reasoning, and the tools that it ran by itself; their results live on in its text. Ids of tool calls that
 * not every wire takes are replaced, on call and result alike.
 */
export function promptFor(candidate: ModelCandidate, prompt: LanguageModelV4Prompt): LanguageModelV4Prompt {
  if (!prompt.some(carriesMetadata)) return prompt;
  const foreignCalls = foreignToolCalls(candidate, prompt);
  return prompt.flatMap((message) => messageFor(message, candidate, foreignCalls));
}

function carriesMetadata(message: LanguageModelV4Message): boolean {
  if (message.providerOptions !== undefined) return true;
  if (typeof message.content === 'string') return false;
  return message.content.some(({ providerOptions }) => providerOptions !== undefined);
}

function messageFor(
  message: LanguageModelV4Message,
  candidate: ModelCandidate,
  foreignCalls: ForeignCalls,
): LanguageModelV4Message[] {
  const own = withOwnOptions(message, candidate.vendors);
  if (own.role === 'system') return [own];
  const content = (own.content as readonly Part[])
    .filter((part) => !staysBehind(part, candidate, foreignCalls))
    .map((part) => partFor(part, candidate, foreignCalls));
  // Filtered and mapped part by part, so the parts are still those of this role.
  return content.length === 0 ? [] : [{ ...own, content } as LanguageModelV4Message];
}

/** Whether a part means nothing to this candidate, or may even be refused by it. */
function staysBehind(part: Part, candidate: ModelCandidate, foreignCalls: ForeignCalls): boolean {
  switch (part.type) {
    case 'reasoning':
    case 'reasoning-file':
    case 'custom':
      return isForeign(part, candidate);
    case 'tool-call':
    case 'tool-result':
      return foreignCalls.get(part.toolCallId) === 'ran there';
    default:
      return false;
  }
}

function partFor(part: Part, candidate: ModelCandidate, foreignCalls: ForeignCalls): Part {
  const own = isForeign(part, candidate) ? without(part) : withOwnOptions(part, candidate.vendors);
  if (!('toolCallId' in own) || !foreignCalls.has(own.toolCallId)) return own;
  return { ...own, toolCallId: portableId(own.toolCallId) };
}

/** Signed by another lane; or, where nobody signed, metadata of other vendors only. */
function isForeign(part: Part, { lane, vendors }: ModelCandidate): boolean {
  const { providerOptions } = part;
  if (providerOptions === undefined) return false;
  const owner = ownerOf(providerOptions);
  if (owner !== undefined) return owner !== lane;
  return !vendors.some((vendor) => providerOptions[vendor] !== undefined);
}

/** Calls that another candidate made, by their ids: tools of the caller, or of that one's vendor. */
type ForeignCalls = ReadonlyMap<string, 'ran here' | 'ran there'>;

function foreignToolCalls(candidate: ModelCandidate, prompt: LanguageModelV4Prompt): ForeignCalls {
  const ids = new Map<string, 'ran here' | 'ran there'>();
  for (const message of prompt) {
    if (message.role !== 'assistant') continue;
    for (const part of message.content) {
      if (part.type !== 'tool-call' || !isForeign(part, candidate)) continue;
      ids.set(part.toolCallId, part.providerExecuted === true ? 'ran there' : 'ran here');
    }
  }
  return ids;
}

/** What OpenAI, Groq and Anthropic all take as the id of a tool call. */
const PORTABLE = /^[\w-]{1,40}$/;

function portableId(id: string): string {
  return PORTABLE.test(id) ? id : `call_${createHash('sha256').update(id).digest('hex').slice(0, 32)}`;
}

function without<Item extends { providerOptions?: SharedV4ProviderOptions }>(item: Item): Item {
  const { providerOptions: _theirs, ...rest } = item;
  // The field is optional in every part.
  return rest as Item;
}

function withOwnOptions<Item extends { providerOptions?: SharedV4ProviderOptions }>(
  item: Item,
  vendors: Vendors,
): Item {
  if (item.providerOptions === undefined) return item;
  return { ...item, providerOptions: optionsFor(vendors, item.providerOptions) };
}

/** Only what is addressed to this vendor: the others' options are none of its business. */
export function optionsFor(vendors: Vendors, options: SharedV4ProviderOptions): SharedV4ProviderOptions {
  return Object.fromEntries(Object.entries(options).filter(([name]) => vendors.includes(name)));
}
