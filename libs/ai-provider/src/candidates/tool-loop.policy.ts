import type {
  LanguageModelV4Prompt,
  SharedV4ProviderMetadata,
  SharedV4ProviderOptions,
} from '@ai-sdk/provider';
import { POOL_PROVIDER } from './routing-metadata.js';

/** Content of an answer, in one piece or of a stream, with what the AI SDK hands on of it into the next prompt. */
type Signable = { readonly type: string; readonly providerMetadata?: SharedV4ProviderMetadata | undefined };

/** Vendors find these again by what they wrote on them; the others they read as they are. */
const ALWAYS_SIGNED: ReadonlySet<string> = new Set(['tool-call', 'reasoning', 'reasoning-start']);

/**
 * Writes on a part which lane it came from, wherever it asks for a tool, is reasoning, or has a vendor's metadata. The
 * AI SDK carries that into the next prompt.
 */
export function sign<Part extends Signable>(part: Part, lane: string): Part {
  if (part.providerMetadata === undefined && !ALWAYS_SIGNED.has(part.type)) return part;
  return {
    ...part,
    providerMetadata: { ...part.providerMetadata, [POOL_PROVIDER]: { candidate: lane } },
  };
}

/** The lane that signed a part. */
export function ownerOf(options: SharedV4ProviderOptions | undefined): string | undefined {
  const owner = options?.[POOL_PROVIDER]?.['candidate'];
  return typeof owner === 'string' ? owner : undefined;
}

/**
 * The lane that waits for the tool results at the end of a prompt; `undefined` when there are none, or when it did not
 * sign its calls. In the middle of a tool loop only its model can go on: ids of tool calls and signatures of reasoning
 * mean nothing to another provider, and some of them nothing to another account of the same one.
 */
export function toolLoopOwner(prompt: LanguageModelV4Prompt): string | undefined {
  if (prompt.at(-1)?.role !== 'tool') return undefined;
  const asking = prompt.findLast((message) => message.role === 'assistant');
  for (const part of asking?.content ?? []) {
    const owner = part.type === 'tool-call' ? ownerOf(part.providerOptions) : undefined;
    if (owner !== undefined) return owner;
  }
  return undefined;
}
