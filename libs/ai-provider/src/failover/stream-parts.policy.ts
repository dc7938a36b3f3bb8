import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';

/** A provider that sends this much without any content is taken at its word. */
const LONGEST_PREAMBLE = 256;

/**
 * Whether a part commits the stream: from it on the reader has content, and another provider would repeat it. What comes
 * before (start, metadata, ids, pings, empty deltas) is held back. So are custom parts: Anthropic's package opens every
 * stream with one (`anthropic.message_start`), and nobody has read a word of it.
 */
export function commits(part: LanguageModelV4StreamPart, heldBack: number): boolean {
  switch (part.type) {
    case 'stream-start':
    case 'response-metadata':
    case 'text-start':
    case 'text-end':
    case 'reasoning-start':
    case 'reasoning-end':
    case 'ping':
    case 'raw':
    case 'custom':
      return heldBack >= LONGEST_PREAMBLE;
    case 'text-delta':
    case 'reasoning-delta':
      return part.delta !== '' || heldBack >= LONGEST_PREAMBLE;
    default:
      return true;
  }
}
