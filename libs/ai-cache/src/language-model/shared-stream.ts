import type { LanguageModelV4StreamPart, LanguageModelV4StreamResult } from '@ai-sdk/provider';
import type { CacheHit } from '@hydrogenai/common/models';
import { withHit } from './hit-metadata.js';

type Part = LanguageModelV4StreamPart;

/** What a stream of a model is shared and kept as: what came before its parts, and then these. */
export type StreamPiece =
  { readonly head: LanguageModelV4StreamResult['response'] } | { readonly part: Part };

/**
 * The pieces of a running stream, each told to `record` before anybody gets it.
 * @throws what upstream throws, or the signal's reason
 */
export async function* piecesOf(
  { stream, response }: LanguageModelV4StreamResult,
  signal: AbortSignal,
  record: (part: Part) => void,
): AsyncGenerator<StreamPiece, void, undefined> {
  const reader = stream.getReader();
  // A model may not heed its signal. What cancelling throws, reading throws as well.
  const stop = (): void => void reader.cancel(signal.reason).catch(() => undefined);
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    yield { head: response };
    for (;;) {
      const { done, value: part } = await reader.read();
      if (done) return signal.throwIfAborted();
      record(part);
      yield { part };
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/**
 * A stream of parts out of its pieces. A reader that cancels it leaves them.
 * @param signal breaks it at once, also while nobody reads
 */
export async function streamOf(
  pieces: AsyncIterator<StreamPiece, undefined>,
  hit: CacheHit | undefined,
  signal: AbortSignal | undefined,
): Promise<LanguageModelV4StreamResult> {
  const first = await pieces.next();
  const response = first.done !== true && 'head' in first.value ? first.value.head : undefined;
  let onAbort = (): void => undefined;
  const settle = (): void => signal?.removeEventListener('abort', onAbort);
  const stream = new ReadableStream<Part>({
    start(controller) {
      onAbort = () => controller.error(signal?.reason);
      if (signal?.aborted === true) onAbort();
      signal?.addEventListener('abort', onAbort, { once: true });
    },
    async pull(controller) {
      try {
        const { done, value } = await pieces.next();
        if (done !== true) {
          if ('part' in value) controller.enqueue(marked(value.part, hit));
          return;
        }
      } catch (error) {
        settle();
        throw error;
      }
      settle();
      controller.close();
    },
    async cancel() {
      settle();
      await pieces.return?.();
    },
  });
  return response === undefined ? { stream } : { stream, response };
}

function marked(part: Part, hit: CacheHit | undefined): Part {
  if (hit === undefined || part.type !== 'finish') return part;
  return { ...part, providerMetadata: withHit(part.providerMetadata, hit) };
}
