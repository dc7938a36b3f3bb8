/** Translates a stream piece by piece, at the pace of its reader; cancelling it cancels the source. */
export function mapStream<From, To>(
  stream: ReadableStream<From>,
  translate: (part: From) => To,
): ReadableStream<To> {
  return stream.pipeThrough(
    new TransformStream<From, To>(
      { transform: (part, controller) => controller.enqueue(translate(part)) },
      { highWaterMark: 1 },
      { highWaterMark: 0 },
    ),
  );
}
