import { getEventListeners } from 'node:events';
import type { UnderlyingSource } from 'node:stream/web';
import { setImmediate as turn } from 'node:timers/promises';
import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4StreamPart,
} from '@ai-sdk/provider';
import { FakeClock } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import { StreamInterruptedError } from '../errors/stream-interrupted.error.js';
import { ModelPool } from '../pool/model-pool.js';
import { resolveAiProviderOptions } from '../pool/resolve-options.js';

type Part = LanguageModelV4StreamPart;
type Source = UnderlyingSource<Part>;
const text = (delta: string): Part => ({ type: 'text-delta', id: '0', delta });
const START: Part[] = [
  { type: 'stream-start', warnings: [] },
  { type: 'text-start', id: '0' },
];
const FINISH: Part = {
  type: 'finish',
  finishReason: { unified: 'stop', raw: 'stop' },
  usage: {
    inputTokens: { total: 3, noCache: 3, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: 2, text: 2, reasoning: 0 },
  },
};

/** A model whose stream does what the three providers cannot be made to do over HTTP. */
function modelOf(
  provider: string,
  open: (signal: AbortSignal | undefined) => Source | Promise<Source>,
): LanguageModelV4 {
  return {
    specificationVersion: 'v4',
    provider,
    modelId: 'm',
    supportedUrls: {},
    doGenerate: () => Promise.reject(new Error('not asked here')),
    doStream: async ({ abortSignal }: LanguageModelV4CallOptions) => ({
      stream: new ReadableStream<Part>(await open(abortSignal), { highWaterMark: 0 }),
    }),
  };
}

/** Gives the parts one by one and then does what `after` says; without it, ends. */
function sourceOf(
  parts: readonly Part[],
  after?: Source['pull'],
): Source & { pulls: number; cancelled: boolean } {
  const left = [...parts];
  const source = {
    pulls: 0,
    cancelled: false,
    pull(controller: ReadableStreamDefaultController<Part>) {
      source.pulls += 1;
      const part = left.shift();
      if (part) controller.enqueue(part);
      else if (after) return after(controller);
      return part || after ? undefined : controller.close();
    },
    cancel() {
      source.cancelled = true;
    },
  };
  return source;
}

const hang = (): Promise<void> => new Promise(() => undefined);
function poolOf(...models: LanguageModelV4[]) {
  const clock = new FakeClock();
  const use = models.map(({ provider }) => `${provider}/m`);
  const options = resolveAiProviderOptions({
    providers: Object.fromEntries(models.map((model) => [model.provider, { model }])),
    models: { chat: { use, deadlineMs: 10_000, firstTokenMs: 1_000, idleMs: 500 } },
    clock,
  });
  const pool = new ModelPool(options);
  const stats = (provider: string) =>
    pool.providerStats().find((each) => each.provider === provider)?.models[0];
  const stream = (abortSignal?: AbortSignal) =>
    pool.stream('chat', {}, { prompt: [], ...(abortSignal ? { abortSignal } : {}) });
  return { clock, stats, stream };
}

async function read(stream: ReadableStream<Part>) {
  const got = { seen: '', finished: false, error: undefined as unknown };
  try {
    for await (const part of stream) {
      if (part.type === 'text-delta') got.seen += part.delta;
      got.finished ||= part.type === 'finish';
    }
  } catch (error) {
    got.error = error;
  }
  return got;
}

describe('a stream of the pool', () => {
  it('reads the provider at the pace of the reader', async () => {
    const source = sourceOf([...START, ...Array.from({ length: 100 }, (_, n) => text(String(n))), FINISH]);
    const { stream } = poolOf(modelOf('a', () => source));
    const { result } = await stream();
    await turn();
    const atCommit = source.pulls;
    expect(atCommit).toBe(START.length + 1);
    const reader = result.stream.getReader();
    for (let n = 0; n < START.length + 1 + 5; n++) await reader.read();
    await turn();
    expect(source.pulls).toBe(atCommit + 5);
    await reader.cancel();
    expect(source.cancelled).toBe(true);
  });

  it('is whole with its finish part: a connection that breaks afterwards spoils nothing', async () => {
    const broken = sourceOf([...START, text('hi'), FINISH], (controller) =>
      controller.error(new Error('reset')),
    );
    const { stream, stats } = poolOf(modelOf('a', () => broken));
    const { result, routing } = await stream();
    expect(await read(result.stream)).toEqual({ seen: 'hi', finished: true, error: undefined });
    expect(routing.attempts).toMatchObject([{ outcome: 'answered' }]);
    expect(stats('a')).toMatchObject({ answered: 1, failed: 0, inputTokens: 3, outputTokens: 2 });
  });

  it('may be empty, if its provider says so with a finish part', async () => {
    const { stream, stats } = poolOf(modelOf('a', () => sourceOf([...START, FINISH])));
    expect(await read((await stream()).result.stream)).toEqual({
      seen: '',
      finished: true,
      error: undefined,
    });
    expect(stats('a')).toMatchObject({ answered: 1 });
  });

  it('fails over when the parts before the content end, fail, or say that they failed', async () => {
    const abort = new DOMException('aborted', 'AbortError');
    const failing: readonly (readonly [Source, string])[] = [
      [sourceOf(START), 'stream_interrupted'],
      [sourceOf(START, (controller) => controller.error(abort)), 'network'],
      [sourceOf([...START, { type: 'error', error: abort }]), 'network'],
      [sourceOf([...START, { type: 'error', error: { type: 'overloaded_error' } }]), 'overloaded'],
      [
        sourceOf([...START, { ...FINISH, finishReason: { unified: 'interrupted', raw: undefined } }]),
        'stream_interrupted',
      ],
      [
        sourceOf([...START, { ...FINISH, finishReason: { unified: 'error', raw: undefined } }]),
        'stream_interrupted',
      ],
    ];
    for (const [source, kind] of failing) {
      const { stream, stats } = poolOf(
        modelOf('a', () => source),
        modelOf('b', () => sourceOf([...START, text('b'), FINISH])),
      );
      const { result, routing } = await stream();
      expect(await read(result.stream)).toMatchObject({ seen: 'b', finished: true });
      expect(routing.attempts).toMatchObject([
        { provider: 'a', kind },
        { provider: 'b', outcome: 'answered' },
      ]);
      expect(stats('a')?.failures).toEqual({ [kind]: 1 });
    }
  });

  it('breaks with a typed error when its provider aborts by itself, never with nothing', async () => {
    const abort = new DOMException('aborted', 'AbortError');
    for (const source of [
      sourceOf([...START, text('hi')], (controller) => controller.error(abort)),
      sourceOf([...START, text('hi'), { type: 'error', error: abort }]),
    ]) {
      const { stream } = poolOf(modelOf('a', () => source));
      const { seen, error } = await read((await stream()).result.stream);
      expect(seen).toBe('hi');
      expect(error).toBeInstanceOf(StreamInterruptedError);
      expect(error).toMatchObject({ kind: 'network', partialText: 'hi' });
    }
  });

  it('cools a provider for what it says after the content, too', async () => {
    const quota: Part = { type: 'error', error: { type: 'insufficient_quota' } };
    const { stream, stats } = poolOf(modelOf('a', () => sourceOf([...START, text('hi'), quota])));
    expect((await read((await stream()).result.stream)).error).toMatchObject({ kind: 'quota' });
    expect(stats('a')).toMatchObject({ failed: 1, failures: { quota: 1 }, coolingMs: 300_000 });
  });

  it('passes on at the first token, or fails over after firstTokenMs', async () => {
    const silent = sourceOf(START, hang);
    const { clock, stream } = poolOf(
      modelOf('a', () => silent),
      modelOf('b', () => sourceOf([...START, text('b'), FINISH])),
    );
    const pending = stream();
    await clock.advanceAsync(1_000);
    const { routing } = await pending;
    expect(routing.attempts).toMatchObject([
      { provider: 'a', kind: 'timeout', ms: 1_000 },
      { provider: 'b' },
    ]);
    expect(silent.cancelled).toBe(true);
  });

  it('closes a stream that opens after all, of a model that does not obey its signal', async () => {
    let openLate: (source: Source) => void = () => undefined;
    const late = new Promise<Source>((resolve) => (openLate = resolve));
    const { clock, stream } = poolOf(
      modelOf('a', () => late),
      modelOf('b', () => sourceOf([...START, text('b'), FINISH])),
    );
    const pending = stream();
    await clock.advanceAsync(1_000);
    expect((await pending).attempt.candidate.provider).toBe('b');
    const source = sourceOf([...START, text('a')]);
    openLate(source);
    await turn();
    expect(source.cancelled).toBe(true);
  });

  it('breaks after idleMs of silence and not before, while parts start the clock anew', async () => {
    let next: (part: Part) => void = () => undefined;
    const source = sourceOf(
      [...START, text('0')],
      (controller) =>
        new Promise<void>((resolve) => {
          next = (part) => {
            controller.enqueue(part);
            resolve();
          };
        }),
    );
    const { clock, stream } = poolOf(modelOf('a', () => source));
    const { result } = await stream();
    const done = read(result.stream);
    for (const delta of ['1', '2', '3']) {
      await clock.advanceAsync(499);
      next(text(delta));
    }
    await clock.advanceAsync(499);
    expect(source.cancelled).toBe(false);
    await clock.advanceAsync(1);
    expect(await done).toMatchObject({ seen: '0123', error: { kind: 'timeout' } });
    expect(source.cancelled).toBe(true);
  });

  it('ends at the deadline although nobody reads it, and leaves no timer and no listener', async () => {
    const source = sourceOf([...START, text('hi')], hang);
    const { clock, stream, stats } = poolOf(modelOf('a', () => source));
    const { signal } = new AbortController();
    await stream(signal);
    await clock.advanceAsync(9_999);
    expect(source.cancelled).toBe(false);
    await clock.advanceAsync(1);
    expect(source.cancelled).toBe(true);
    expect(clock.pendingTimers).toBe(0);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    expect(stats('a')).toMatchObject({ attempts: 1, answered: 0 });
  });

  it("ends at once with the caller although nobody reads it, and is nobody's fault", async () => {
    const source = sourceOf([...START, text('hi')], hang);
    const { clock, stream, stats } = poolOf(modelOf('a', () => source));
    const caller = new AbortController();
    const { result, routing } = await stream(caller.signal);
    caller.abort('left');
    await turn();
    expect(source.cancelled).toBe(true);
    expect(clock.pendingTimers).toBe(0);
    expect((await read(result.stream)).error).toBe('left');
    expect(stats('a')).toMatchObject({ attempts: 1, failed: 0, aborted: 1 });
    expect(routing.attempts).toMatchObject([{ outcome: 'failed', kind: 'aborted' }]);
  });

  it('stays answered when the caller aborts after its finish part', async () => {
    const { stream, stats } = poolOf(modelOf('a', () => sourceOf([...START, text('hi'), FINISH], hang)));
    const caller = new AbortController();
    const { result, routing } = await stream(caller.signal);
    const reader = result.stream.getReader();
    while ((await reader.read()).value?.type !== 'finish');
    caller.abort();
    expect(await reader.read()).toEqual({ done: true, value: undefined });
    expect(routing.attempts).toMatchObject([{ outcome: 'answered' }]);
    expect(stats('a')).toMatchObject({ answered: 1, aborted: 0 });
  });

  it('that is left by its reader frees everything, and says in its trail that it was left', async () => {
    const source = sourceOf([...START, text('hi')], hang);
    const { clock, stream, stats } = poolOf(modelOf('a', () => source));
    const { signal } = new AbortController();
    const { result, routing } = await stream(signal);
    for await (const part of result.stream) if (part.type === 'text-delta') break;
    expect(source.cancelled).toBe(true);
    expect(clock.pendingTimers).toBe(0);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    expect(routing.attempts).toMatchObject([{ outcome: 'failed', kind: 'aborted' }]);
    expect(stats('a')).toMatchObject({ aborted: 1, failed: 0 });
  });
});
