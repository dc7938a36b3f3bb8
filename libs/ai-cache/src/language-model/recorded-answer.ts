import type {
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
  LanguageModelV4StreamResult,
} from '@ai-sdk/provider';
import type { CacheHit } from '@hydrogenai/common/models';
import { fromJson } from '../rich/rich-value.codec.js';
import { withHit } from './hit-metadata.js';

/** An answer as it is stored. What the provider was asked is not part of it: it would repeat the prompt. */
export type Recorded =
  | { readonly whole: true; readonly answer: unknown }
  /** Nothing to share: who waited for it asks by himself. */
  | { readonly whole: false };

export const NOT_WHOLE: Recorded = { whole: false };

/** What is stored of a stream: its parts in their chunks, and what came before them. */
export interface RecordedStream {
  readonly response: unknown;
  readonly parts: readonly unknown[];
}

/** A generated answer from the store, as a copy of its own. */
export function replayGenerated(answer: unknown, hit: CacheHit): LanguageModelV4GenerateResult {
  // What is stored under the key of a `generate` call was one of these.
  const result = fromJson(answer) as LanguageModelV4GenerateResult;
  return { ...result, providerMetadata: withHit(result.providerMetadata, hit) };
}

/** A stream from the store: the same parts in the same chunks, as fast as they are read. */
export function replayStream(answer: unknown, hit: CacheHit): LanguageModelV4StreamResult {
  // What is stored under the key of a `stream` call was one of these.
  const { response, parts } = answer as RecordedStream;
  const left = parts.values();
  const stream = new ReadableStream<LanguageModelV4StreamPart>(
    {
      pull(controller) {
        const { value, done } = left.next();
        if (done === true) controller.close();
        else controller.enqueue(replayPart(value, hit));
      },
    },
    { highWaterMark: 0 },
  );
  // As above.
  const before = fromJson(response) as LanguageModelV4StreamResult['response'];
  return before === undefined ? { stream } : { stream, response: before };
}

function replayPart(stored: unknown, hit: CacheHit): LanguageModelV4StreamPart {
  const part = fromJson(stored) as LanguageModelV4StreamPart;
  return part.type === 'finish' ? { ...part, providerMetadata: withHit(part.providerMetadata, hit) } : part;
}
