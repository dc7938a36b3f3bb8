/** Translates a stream piece by piece, at the pace of its reader; cancelling it cancels the source. */
export function mapStream<From, To>(
  stream: ReadableStream<From>,
  translate: (part: From) => To,
): ReadableStream<To> {
  const reader = stream.getReader();
  return new ReadableStream<To>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(translate(value));
      },
      cancel: (reason) => reader.cancel(reason),
    },
    // Nothing is read ahead.
    { highWaterMark: 0 },
  );
}
