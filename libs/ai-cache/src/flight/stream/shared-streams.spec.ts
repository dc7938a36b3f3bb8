import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SharedStreams } from './shared-streams.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A source that gives a chunk each time it is told to, and knows whether it was aborted. */
function source(): {
  open: (signal: AbortSignal) => AsyncGenerator<string>;
  say: (chunk: string) => void;
  end: () => void;
  fail: (error: Error) => void;
  opened: AbortSignal[];
} {
  const queue: (() => IteratorResult<string>)[] = [];
  const opened: AbortSignal[] = [];
  let wake = (): void => undefined;
  const put = (step: () => IteratorResult<string>): void => {
    queue.push(step);
    wake();
  };
  return {
    opened,
    async *open(signal) {
      opened.push(signal);
      for (;;) {
        const step = queue.shift();
        if (step === undefined) {
          await new Promise<void>((resolve, reject) => {
            wake = resolve;
            signal.addEventListener('abort', () => reject(signal.reason));
          });
          continue;
        }
        const { done, value } = step();
        if (done === true) return;
        yield value;
      }
    },
    say: (value) => put(() => ({ done: false, value })),
    end: () => put(() => ({ done: true, value: undefined })),
    fail: (error) =>
      put(() => {
        throw error;
      }),
  };
}

async function all(chunks: AsyncIterable<string>): Promise<string[]> {
  const read: string[] = [];
  for await (const chunk of chunks) read.push(chunk);
  return read;
}

const streamsOf = (maxBytes: number): SharedStreams<string> =>
  new SharedStreams<string>({ maxBytes, bytesOf: (chunk) => chunk.length });

describe('a shared stream', () => {
  it('is opened once, and every follower gets all of it, also who comes in the middle', async () => {
    const streams = streamsOf(1_000);
    const { open, say, end, opened } = source();
    const first = streams.join('k', undefined, open);
    const early = all(first.chunks);
    say('a');
    say('b');
    await turn();
    const second = streams.join('k', undefined, open);
    const late = all(second.chunks);
    say('c');
    end();
    expect([first.joined, second.joined]).toEqual([false, true]);
    expect(await Promise.all([early, late])).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ]);
    expect(opened).toHaveLength(1);
    expect(streams.size).toBe(0);
  });

  it('gives its error to all, after what came before it', async () => {
    const streams = streamsOf(1_000);
    const { open, say, fail } = source();
    const readers = [1, 2, 3].map(() => streams.join('k', undefined, open).chunks);
    say('a');
    fail(new Error('upstream'));
    for (const reader of readers) {
      expect(await reader.next()).toEqual({ done: false, value: 'a' });
      await expect(reader.next()).rejects.toThrow('upstream');
      expect(await reader.next()).toEqual({ done: true, value: undefined });
    }
    expect(streams.size).toBe(0);
  });

  it('lets one reader leave without disturbing the others, and aborts the source with the last', async () => {
    const streams = streamsOf(1_000);
    const { open, say, opened } = source();
    const caller = new AbortController();
    const leaving = streams.join('k', caller.signal, open).chunks;
    const staying = streams.join('k', undefined, open).chunks;
    const pending = leaving.next().catch((error: unknown) => error);
    await turn();
    caller.abort(new Error('enough'));
    expect(await pending).toMatchObject({ message: 'enough' });
    expect(opened[0]?.aborted).toBe(false);
    say('a');
    expect(await staying.next()).toEqual({ done: false, value: 'a' });
    await staying.return?.();
    expect(opened[0]?.aborted).toBe(true);
    expect(streams.size).toBe(0);
    expect(streams.join('k', undefined, open).joined).toBe(false);
  });

  it('aborts nothing when its readers leave after its end', async () => {
    const streams = streamsOf(1_000);
    const { open, say, end, opened } = source();
    const { chunks } = streams.join('k', undefined, open);
    say('a');
    end();
    expect(await all(chunks)).toEqual(['a']);
    await chunks.return?.();
    expect(opened[0]?.aborted).toBe(false);
  });

  it('holds no more than its bound: who comes too late opens anew, who falls behind is cut off', async () => {
    const streams = streamsOf(10);
    const { open, say, end } = source();
    const fast = streams.join('k', undefined, open).chunks;
    const slow = streams.join('k', undefined, open).chunks;
    for (const chunk of ['aaaa', 'bbbb', 'cccc', 'dddd']) say(chunk);
    end();
    expect(await all(fast)).toEqual(['aaaa', 'bbbb', 'cccc', 'dddd']);
    await expect(slow.next()).rejects.toMatchObject({
      code: 'CACHE_STREAM_INTERRUPTED',
      details: { why: 'too-slow' },
    });
    expect(streams.join('k', undefined, source().open).joined).toBe(false);
  });

  it('gives every reader the same chunks in the same order, whoever reads when', async () => {
    const steps = fc.array(fc.nat(3), { minLength: 1, maxLength: 80 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ maxLength: 5 }), { maxLength: 12 }),
        steps,
        async (chunks, order) => {
          const streams = streamsOf(1_000);
          const open = async function* (): AsyncGenerator<string> {
            yield* chunks;
          };
          const readers = [0, 1, 2, 3].map(() => ({
            chunks: streams.join('k', undefined, open).chunks,
            read: [] as string[],
          }));
          for (const turnOf of order) {
            const reader = readers[turnOf];
            const { done, value } = (await reader?.chunks.next()) ?? { done: true };
            if (done !== true) reader?.read.push(value);
          }
          for (const { chunks: rest, read } of readers)
            expect([...read, ...(await all(rest))]).toEqual(chunks);
        },
      ),
      { numRuns: 100 },
    );
  });
});
