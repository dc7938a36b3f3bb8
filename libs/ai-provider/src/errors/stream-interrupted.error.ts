import { HydrogenError } from '@hydrogenai/common';
import type { RoutingTrail } from '@hydrogenai/common/models';
import type { ErrorKind } from './error-kind.js';
import { trailDetails } from './trail-details.js';

/** About four characters of English make a token (https://platform.openai.com/tokenizer). */
const CHARACTERS_PER_TOKEN = 4;

export interface UsageEstimate {
  /** Output tokens that were paid for and delivered, estimated from the text. */
  readonly outputTokens: number;
  readonly estimated: true;
}

/**
 * A stream broke after its first content had been passed on. It is never continued silently and never started again:
 * the reader would get the text twice.
 */
export class StreamInterruptedError extends HydrogenError {
  /** What the reader has got. Not enumerable, so that no logger prints an answer by accident. */
  declare readonly partialText: string;
  readonly usageEstimate: UsageEstimate;

  constructor(
    readonly kind: ErrorKind,
    readonly routing: RoutingTrail,
    partialText: string,
  ) {
    super(
      `Model "${routing.model}": the stream broke (${kind}) after ${partialText.length} characters had been passed on. ` +
        'The text so far is in partialText; ask again if the rest is needed.',
      { code: 'AI_STREAM_INTERRUPTED', httpStatus: 502, details: { kind, ...trailDetails(routing) } },
    );
    Object.defineProperty(this, 'partialText', { value: partialText, enumerable: false });
    this.usageEstimate = {
      outputTokens: Math.ceil(partialText.length / CHARACTERS_PER_TOKEN),
      estimated: true,
    };
  }
}
