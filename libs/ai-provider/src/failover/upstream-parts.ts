import type { LanguageModelV4StreamPart, LanguageModelV4StreamResult } from '@ai-sdk/provider';
import type { ProviderFailure } from '../errors/error-kind.js';
import type { AttemptScope } from './attempt-scope.js';

export type PartReader = ReadableStreamDefaultReader<LanguageModelV4StreamPart>;

/** A stream whose first content has arrived. */
export interface OpenedStream {
  readonly reader: PartReader;
  /** What was held back, the first content last. */
  readonly parts: readonly LanguageModelV4StreamPart[];
  readonly upstream: LanguageModelV4StreamResult;
  readonly firstTokenMs: number;
}

/** What a part says of a failure of the stream, if anything. */
export function failureIn(part: LanguageModelV4StreamPart, scope: AttemptScope): ProviderFailure | undefined {
  if (part.type === 'error') return scope.failureOf(part.error);
  if (part.type !== 'finish') return undefined;
  const { unified } = part.finishReason;
  return unified === 'error' || unified === 'interrupted' ? { kind: 'stream_interrupted' } : undefined;
}

/** Lets go of an upstream that nobody reads any more, so that its socket is freed. */
export function abandonReader(reader: PartReader): void {
  // It may have failed already; then there is nothing left to free, and nobody left to tell.
  reader.cancel().catch(() => undefined);
}
