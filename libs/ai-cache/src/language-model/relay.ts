import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';

type Part = LanguageModelV4StreamPart;

export interface RelayOptions {
  readonly upstream: ReadableStream<Part>;
  /** Aborts when nobody waits for the stream any more. */
  readonly flight: AbortSignal;
  /** The signal of the reader: when it aborts, the reader's stream breaks, and goes on for those who wait for its end. */
  readonly signal: AbortSignal | undefined;
  readonly record: (part: Part) => void;
  /** The reader has cancelled its stream. */
  readonly onCancel: (reason: unknown) => void;
}

export interface Relay {
  /** The same parts as they come. */
  readonly stream: ReadableStream<Part>;
  /** Whether upstream came to its end; false when it broke. It never rejects. */
  readonly ended: Promise<boolean>;
}

/** Reads a stream to its end at its own speed, whatever the reader does: others may wait for the end. */
export function relay(options: RelayOptions): Relay {
  const { upstream, flight, signal, record, onCancel } = options;
  const ended = Promise.withResolvers<boolean>();
  let leave: (reason: unknown) => void = onCancel;
  const stream = new ReadableStream<Part>({
    start(controller) {
      let reading = true;
      const onAbort = (): void => {
        if (reading) controller.error(signal?.reason);
        reading = false;
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      leave = (reason) => {
        reading = false;
        onCancel(reason);
      };
      const pumping = pump(upstream, flight, (part) => {
        record(part);
        if (reading) controller.enqueue(part);
      });
      void pumping
        .then(
          () => {
            if (reading) controller.close();
            ended.resolve(true);
          },
          (error: unknown) => {
            if (reading) controller.error(error);
            ended.resolve(false);
          },
        )
        .finally(() => signal?.removeEventListener('abort', onAbort));
    },
    cancel: (reason) => leave(reason),
  });
  return { stream, ended: ended.promise };
}

/** Resolves when upstream has ended, by itself or because nobody waits any more. @throws what upstream throws */
async function pump(
  upstream: ReadableStream<Part>,
  flight: AbortSignal,
  each: (part: Part) => void,
): Promise<void> {
  const reader = upstream.getReader();
  // A model may not heed its signal. What cancelling throws, reading throws as well.
  const stop = (): void => void reader.cancel(flight.reason).catch(() => undefined);
  flight.addEventListener('abort', stop, { once: true });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      each(value);
    }
  } finally {
    flight.removeEventListener('abort', stop);
  }
}
