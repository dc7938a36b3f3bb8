import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LiveStream } from './live-stream.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function all(chunks: AsyncIterable<string>): Promise<string[]> {
  const read: string[] = [];
  for await (const chunk of chunks) read.push(chunk);
  return read;
}

const streamOf = (maxBytes = 1_000): LiveStream<string> =>
  new LiveStream<string>({ maxBytes, bytesOf: (chunk) => chunk.length });

describe('a live stream', () => {
  it('gives every reader all of it, also who comes in the middle or after the end', async () => {
    const stream = streamOf();
    const early = all(stream.read());
    stream.push('a');
    stream.push('b');
    await turn();
    const late = all(stream.read());
    stream.push('c');
    stream.end();
    const last = all(stream.read());
    for (const read of [early, late, last]) expect(await read).toEqual(['a', 'b', 'c']);
    expect(stream.chunks).toEqual(['a', 'b', 'c']);
  });

  it('goes on at its own pace, whoever does not read', async () => {
    const stream = streamOf();
    const idle = stream.read();
    const first = idle.next();
    for (const chunk of ['a', 'b', 'c']) stream.push(chunk);
    stream.end();
    expect(await first).toEqual({ done: false, value: 'a' });
    expect(await all(idle)).toEqual(['b', 'c']);
  });

  it('gives its error to all, after what came before it', async () => {
    const stream = streamOf();
    const readers = [1, 2, 3].map(() => stream.read());
    stream.push('a');
    stream.fail(new Error('upstream'));
    for (const reader of readers) {
      expect(await reader.next()).toEqual({ done: false, value: 'a' });
      await expect(reader.next()).rejects.toThrow('upstream');
      expect(await reader.next()).toEqual({ done: true, value: undefined });
    }
  });

  it('lets one reader leave at once without disturbing the others', async () => {
    const stream = streamOf();
    const caller = new AbortController();
    const aborting = stream.read(caller.signal);
    const returning = stream.read();
    const staying = all(stream.read());
    const aborted = aborting.next().catch((error: unknown) => error);
    const returned = returning.next();
    await turn();
    caller.abort(new Error('enough'));
    await returning.return?.();
    expect(await aborted).toMatchObject({ message: 'enough' });
    expect(await returned).toEqual({ done: true, value: undefined });
    stream.push('a');
    stream.end();
    expect(await staying).toEqual(['a']);
    expect(await aborting.next()).toEqual({ done: true, value: undefined });
  });

  it('answers calls of one reader in their order, also without waiting', async () => {
    const stream = streamOf();
    const reader = stream.read();
    const reads = [reader.next(), reader.next(), reader.next()];
    for (const chunk of ['a', 'b']) stream.push(chunk);
    stream.end();
    expect((await Promise.all(reads)).map(({ value }) => value)).toEqual(['a', 'b', undefined]);
  });

  it('has begun with its first chunk, or with its end when there is none, and not by failing', async () => {
    const [chunk, empty, failed] = [streamOf(), streamOf(), streamOf()];
    const begun = await Promise.all(
      [chunk, empty, failed].map(async (stream) => {
        let has = false;
        void stream.begun.then(() => (has = true));
        if (stream === chunk) stream.push('a');
        else if (stream === empty) stream.end();
        else stream.fail(new Error('upstream'));
        await turn();
        return has;
      }),
    );
    expect(begun).toEqual([true, true, false]);
  });

  it('holds no more than its bound: nobody can join then, and who falls behind is cut off', async () => {
    const stream = streamOf(10);
    const [fast, slow] = [stream.read(), stream.read()];
    const read: unknown[] = [];
    for (const chunk of ['aaaa', 'bbbb', 'cccc', 'dddd']) {
      stream.push(chunk);
      read.push((await fast.next()).value);
    }
    stream.end();
    expect([...read, ...(await all(fast))]).toEqual(['aaaa', 'bbbb', 'cccc', 'dddd']);
    await expect(slow.next()).rejects.toMatchObject({
      code: 'CACHE_STREAM_INTERRUPTED',
      retryable: true,
      details: { why: 'too-slow' },
    });
    expect([stream.isJoinable, stream.chunks]).toEqual([false, undefined]);
  });

  it('gives every reader the same chunks in the same order, whoever reads when', async () => {
    const chunks = fc.array(fc.string({ maxLength: 5 }), { maxLength: 12 });
    // -1 is a chunk that comes, the others are readers that ask.
    const steps = fc.array(fc.integer({ min: -1, max: 3 }), { maxLength: 80 });
    await fc.assert(
      fc.asyncProperty(chunks, steps, async (given, order) => {
        const stream = streamOf();
        const readers = [0, 1, 2, 3].map(() => ({
          chunks: stream.read(),
          read: [] as Promise<IteratorResult<string, undefined>>[],
        }));
        const left = [...given];
        for (const step of order) {
          const chunk = step === -1 ? left.shift() : undefined;
          if (chunk !== undefined) stream.push(chunk);
          const reader = readers[step];
          reader?.read.push(reader.chunks.next());
        }
        for (const chunk of left) stream.push(chunk);
        stream.end();
        for (const { chunks: rest, read } of readers) {
          const asked = (await Promise.all(read)).flatMap(({ done, value }) =>
            done === true ? [] : [value],
          );
          expect([...asked, ...(await all(rest))]).toEqual(given);
        }
      }),
      { numRuns: 100 },
    );
  });
});
