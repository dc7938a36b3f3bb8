import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { isDeepStrictEqual } from 'node:util';
import type {
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
  LanguageModelV4StreamResult,
} from '@ai-sdk/provider';
import { cacheMiddleware, type CacheMiddlewareOptions } from '@hydrogenai/ai-cache/language-model';
import { InvalidOptionError } from '@hydrogenai/common';
import { wrapLanguageModel } from 'ai';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startCacheApp } from './support/cache-app.js';

const app = await startCacheApp();
const { cache } = app;
const unfit: unknown[] = [];
const onUnfit = (fact: unknown): unknown => unfit.push(fact);

beforeAll(() => subscribe('hydrogenai:cache.model-call-unfit', onUnfit));
afterAll(async () => {
  unsubscribe('hydrogenai:cache.model-call-unfit', onUnfit);
  await app.close();
});
beforeEach(() => cache.invalidate({ everything: true }));
afterEach(() => {
  unfit.length = 0;
});

type Part = LanguageModelV4StreamPart;
type Call = LanguageModelV4CallOptions;

/** As the AI SDK calls: what is not set may be undefined. */
type Params = { readonly [Name in keyof Call]?: Call[Name] | undefined };

const call: Call = { prompt: [{ role: 'user', content: [{ type: 'text', text: 'canary?' }] }] };
const usage = {
  inputTokens: { total: 3, noCache: 3, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: 5, text: 5, reasoning: undefined },
  raw: { total_tokens: 8 },
};
const stop = { unified: 'stop', raw: 'end_turn' } as const;
const file = {
  type: 'file',
  mediaType: 'image/png',
  data: { type: 'data', data: new Uint8Array([1, 2]) },
} as const;
const result: LanguageModelV4GenerateResult = {
  content: [
    { type: 'reasoning', text: 'hm', providerMetadata: { p: { signature: 's' } } },
    { type: 'text', text: 'yes' },
    file,
  ],
  finishReason: stop,
  usage,
  providerMetadata: { p: { x: 1 }, hydrogenai: { routing: { chosen: 'a' } } },
  response: { id: 'r1', timestamp: new Date(5), modelId: 'm-1', headers: { h: 'v' }, body: { raw: [1] } },
  warnings: [{ type: 'other', message: 'w' }],
};
const parts: readonly Part[] = [
  { type: 'stream-start', warnings: [] },
  { type: 'response-metadata', id: 'r1', timestamp: new Date(5), modelId: 'm-1' },
  { type: 'raw', rawValue: { chunk: 1, at: undefined } },
  { type: 'text-start', id: '0' },
  { type: 'text-delta', id: '0', delta: 'y' },
  { type: 'text-delta', id: '0', delta: '' },
  { type: 'text-delta', id: '0', delta: 'es' },
  { type: 'text-end', id: '0' },
  file,
  { type: 'finish', usage, finishReason: stop, providerMetadata: { p: { x: 1 } } },
];

/** A model that says what it is told, under the middleware. */
function wrapped(options?: CacheMiddlewareOptions, names = { provider: 'p', modelId: 'm' }) {
  const seen: Call[] = [];
  const script: {
    generate: (
      call: Call,
      nth: number,
    ) => Promise<LanguageModelV4GenerateResult> | LanguageModelV4GenerateResult;
    stream: (call: Call, nth: number) => ReadableStream<Part>;
  } = { generate: () => structuredClone(result), stream: () => ReadableStream.from(parts) };
  const model = {
    ...names,
    specificationVersion: 'v4' as const,
    supportedUrls: {},
    async doGenerate(params: Call) {
      seen.push(params);
      return { ...(await script.generate(params, seen.length)), request: { body: 'prompt' } };
    },
    async doStream(params: Call): Promise<LanguageModelV4StreamResult> {
      seen.push(params);
      return {
        stream: script.stream(params, seen.length),
        response: { headers: { h: 'v' } },
        request: { body: 'prompt' },
      };
    },
  };
  const { wrapGenerate, wrapStream } = cacheMiddleware(cache, options);
  if (!wrapGenerate || !wrapStream) throw new Error('The middleware wraps both.');
  const around = (params: Call) => ({
    params,
    model,
    doGenerate: () => model.doGenerate(params),
    doStream: () => model.doStream(params),
  });
  return {
    model,
    script,
    seen,
    // The AI SDK does the same, whatever its types say.
    generate: async (params: Params = {}) => wrapGenerate(around({ ...call, ...params } as Call)),
    stream: async (params: Partial<Call> = {}) => wrapStream(around({ ...call, ...params })),
  };
}

async function collect({ stream }: { readonly stream: ReadableStream<Part> }): Promise<Part[]> {
  const collected: Part[] = [];
  for await (const part of stream) collected.push(part);
  return collected;
}
/** A part as the model gave it. */
function unmarked(part: Part): Part {
  if (part.type !== 'finish' || part.providerMetadata === undefined) return part;
  const { hydrogenai: _, ...providerMetadata } = part.providerMetadata;
  const { providerMetadata: __, ...bare } = part;
  return Object.keys(providerMetadata).length === 0 ? bare : { ...bare, providerMetadata };
}
/** Until what was decided at the end of a stream has been carried out. */
const settled = (): Promise<void> => new Promise(setImmediate);
const mark = { kind: 'exact', tier: 'l1', ageMs: expect.any(Number), entryId: expect.any(String) };

describe('a generated answer', () => {
  it('comes back whole, with what JSON would lose, and is marked', async () => {
    const { generate, seen } = wrapped();
    expect(await generate()).toEqual({ ...result, request: { body: 'prompt' } });
    const { providerMetadata, ...hit } = await generate();
    const { providerMetadata: _, ...expected } = result;
    expect(isDeepStrictEqual(hit, expected)).toBe(true);
    expect(providerMetadata).toEqual({ p: { x: 1 }, hydrogenai: { routing: { chosen: 'a' }, cache: mark } });
    expect(seen).toHaveLength(1);
  });

  it('is nobody else’s: a caller may change it', async () => {
    const { generate } = wrapped();
    (await generate()).content.pop();
    (await generate()).content.pop();
    expect((await generate()).content).toEqual(result.content);
  });

  it.each<[string, Partial<LanguageModelV4GenerateResult>]>([
    ['cut', { finishReason: { unified: 'length', raw: 'max' } }],
    ['filtered', { finishReason: { unified: 'content-filter', raw: undefined } }],
    ['failed', { finishReason: { unified: 'error', raw: undefined } }],
    ['interrupted', { finishReason: { unified: 'interrupted', raw: undefined } }],
    ['a tool call', { content: [{ type: 'tool-call', toolCallId: 'c', toolName: 't', input: '{}' }] }],
    ['of a class', { response: { body: new (class Body {})() } }],
  ])('that is %s is handed out and not kept, nor given to who waited', async (_, change) => {
    const { generate, script, seen } = wrapped();
    script.generate = () => ({ ...result, ...change });
    const answers = await Promise.all([generate(), generate(), generate()]);
    for (const answer of answers) expect(answer).toMatchObject(change);
    expect(seen).toHaveLength(3);
    await generate();
    expect(seen).toHaveLength(4);
  });

  it('is one call of the model for all who ask at once; one that leaves does not disturb the others', async () => {
    const { generate, script, seen } = wrapped();
    const ready = Promise.withResolvers<void>();
    script.generate = async ({ abortSignal }) => {
      await ready.promise;
      abortSignal?.throwIfAborted();
      return result;
    };
    const leaver = new AbortController();
    const leaving = generate({ abortSignal: leaver.signal });
    const staying = [generate(), generate()];
    await new Promise(setImmediate);
    leaver.abort(new Error('left'));
    await expect(leaving).rejects.toThrow('left');
    ready.resolve();
    expect((await Promise.all(staying)).map(({ content }) => content)).toEqual([
      result.content,
      result.content,
    ]);
    expect(seen).toHaveLength(1);
  });
});

describe('the key of a call', () => {
  const other: [string, Partial<Call>][] = [
    ['prompt', { prompt: [{ role: 'user', content: [{ type: 'text', text: 'Canary?' }] }] }],
    ['tools', { tools: [{ type: 'function', name: 't', inputSchema: { type: 'object' } }] }],
    ['tool choice', { toolChoice: { type: 'none' } }],
    ['response format', { responseFormat: { type: 'json' } }],
    ['schema', { responseFormat: { type: 'json', schema: { type: 'object' } } }],
    ['temperature', { temperature: 0 }],
    ['top p', { topP: 0.5 }],
    ['top k', { topK: 5 }],
    ['penalty', { presencePenalty: 1 }],
    ['other penalty', { frequencyPenalty: 1 }],
    ['seed', { seed: 1 }],
    ['stop sequences', { stopSequences: ['a'] }],
    ['length', { maxOutputTokens: 9 }],
    ['reasoning', { reasoning: 'high' }],
    ['provider options', { providerOptions: { p: { user: 'u' } } }],
    ['raw chunks', { includeRawChunks: true }],
    ['named header', { headers: { 'X-Locale': 'de' } }],
  ];

  it('holds everything that the answer depends on', async () => {
    const { generate, stream, seen } = wrapped({ headers: ['x-locale'] });
    for (const [, params] of [['nothing', {}] as const, ...other]) await generate(params);
    expect(seen).toHaveLength(other.length + 1);
    for (const [, params] of other) await generate(structuredClone(params));
    expect(seen).toHaveLength(other.length + 1);
    await collect(await stream());
    expect(seen).toHaveLength(other.length + 2);
    await wrapped({}, { provider: 'p', modelId: 'm2' }).generate();
    await wrapped({}, { provider: 'p2', modelId: 'm' }).generate();
    const extra = wrapped({ key: () => 'v2', headers: ['x-locale'] });
    await extra.generate();
    expect(extra.seen).toHaveLength(1);
  });

  it('does not hold who asks: signals, other headers, settings that are undefined', async () => {
    const { generate, seen } = wrapped();
    await generate();
    await generate({
      abortSignal: new AbortController().signal,
      headers: { authorization: 'x' },
      seed: undefined,
    });
    expect(seen).toHaveLength(1);
  });

  it('is none for samples, unless the caller opts in', async () => {
    const plain = wrapped();
    await plain.generate({ temperature: 0.1 });
    await plain.generate({ temperature: 0.1 });
    expect(plain.seen).toHaveLength(2);
    const sampled = wrapped({ sampled: true });
    await sampled.generate({ temperature: 0.1 });
    await sampled.generate({ temperature: 0.1 });
    expect(sampled.seen).toHaveLength(1);
  });

  it('that cannot be is told without the call, which is answered all the same', async () => {
    const { generate } = wrapped();
    // JavaScript callers may give anything.
    const providerOptions = { p: { canary: (() => 1) as unknown as string } };
    expect(await generate({ providerOptions })).toMatchObject({ finishReason: stop });
    expect(unfit).toEqual([{ namespace: 'language-model', provider: 'p', modelId: 'm', part: 'call' }]);
  });
});

/** How a reader leaves a stream, and what it sees of it. */
const LEAVING = {
  async cancels(reader: ReadableStreamDefaultReader<Part>): Promise<void> {
    await reader.cancel();
  },
  async aborts(reader: ReadableStreamDefaultReader<Part>, controller: AbortController): Promise<void> {
    controller.abort(new Error('gone'));
    await expect(reader.closed).rejects.toThrow('gone');
  },
};

describe('a streamed answer', () => {
  it('comes live, and again in the same parts and chunks', async () => {
    const { stream, seen } = wrapped();
    expect(await collect(await stream())).toEqual(parts);
    const hit = await stream();
    expect(hit.response).toEqual({ headers: { h: 'v' } });
    expect(hit.request).toBeUndefined();
    const replayed = await collect(hit);
    expect(isDeepStrictEqual(replayed.slice(0, -1), parts.slice(0, -1))).toBe(true);
    expect(replayed.at(-1)).toEqual({
      ...parts.at(-1),
      // The reader may be told of the end before the answer is stored.
      providerMetadata: {
        p: { x: 1 },
        hydrogenai: { cache: { ...mark, tier: expect.stringMatching(/^(?:l1|flight)$/) } },
      },
    });
    expect(seen).toHaveLength(1);
  });

  it('is live: its first part comes before its last is made', async () => {
    const { stream, script } = wrapped();
    const last = Promise.withResolvers<void>();
    script.stream = () =>
      ReadableStream.from(
        (async function* () {
          yield* parts.slice(0, 5);
          await last.promise;
          yield* parts.slice(5);
        })(),
      );
    const reader = (await stream()).stream.getReader();
    const read = async (): Promise<Part | undefined> => (await reader.read()).value;
    expect([await read(), await read()]).toEqual(parts.slice(0, 2));
    last.resolve();
    const rest = [];
    for (let part = await read(); part; part = await read()) rest.push(part);
    expect(rest).toEqual(parts.slice(2));
  });

  it.each<[string, readonly Part[]]>([
    ['truncated', parts.slice(0, -1)],
    ['broken by an error', [...parts.slice(0, 5), { type: 'error', error: 'overloaded' }, ...parts.slice(5)]],
    [
      'cut',
      [...parts.slice(0, -1), { type: 'finish', usage, finishReason: { unified: 'length', raw: undefined } }],
    ],
    ['a tool call', [{ type: 'tool-call', toolCallId: 'c', toolName: 't', input: '{}' }, ...parts]],
    ['of a class', [{ type: 'raw', rawValue: new (class Raw {})() }, ...parts]],
  ])('that is %s goes to all who read along, and is not kept', async (_, scripted) => {
    const { stream, script, seen } = wrapped();
    script.stream = () => ReadableStream.from(scripted);
    const streams = await Promise.all([stream(), stream()]);
    for (const each of streams) expect((await collect(each)).map(unmarked)).toEqual(scripted);
    expect(seen).toHaveLength(1);
    await settled();
    script.stream = () => ReadableStream.from(parts);
    expect(await collect(await stream())).toEqual(parts);
    expect(seen).toHaveLength(2);
  });

  it('that throws breaks for its reader and is not kept', async () => {
    const { stream, script } = wrapped();
    script.stream = () =>
      ReadableStream.from(
        (async function* () {
          yield* parts.slice(0, 5);
          throw new Error('reset');
        })(),
      );
    await expect(stream().then(collect)).rejects.toThrow('reset');
    script.stream = () => ReadableStream.from(parts);
    expect(await collect(await stream())).toEqual(parts);
  });

  it('is one call of the model for all who ask at once, whole for each, though the first reads nothing', async () => {
    const { stream, seen } = wrapped();
    const [first, second, third] = await Promise.all([stream(), stream(), stream()]);
    for (const each of [third, second, first]) {
      const texts = (await collect(each)).flatMap((part) => (part.type === 'text-delta' ? [part.delta] : []));
      expect(texts).toEqual(['y', '', 'es']);
    }
    expect(seen).toHaveLength(1);
  });

  it.each(['cancels', 'aborts'] as const)(
    'whose only reader %s stops upstream and is not kept',
    async (how) => {
      const { stream, script, seen } = wrapped();
      const stopped = Promise.withResolvers<void>();
      script.stream = () =>
        new ReadableStream<Part>({
          start: (controller) => parts.slice(0, 5).forEach((part) => controller.enqueue(part)),
          cancel: () => stopped.resolve(),
        });
      const controller = new AbortController();
      const reader = (await stream({ abortSignal: controller.signal })).stream.getReader();
      await reader.read();
      await LEAVING[how](reader, controller);
      await stopped.promise;
      script.stream = () => ReadableStream.from(parts);
      expect(await collect(await stream())).toEqual(parts);
      expect(seen).toHaveLength(2);
    },
  );

  it('goes on for who waits when the first reader leaves', async () => {
    const { stream, script, seen } = wrapped();
    const last = Promise.withResolvers<void>();
    script.stream = () =>
      ReadableStream.from(
        (async function* () {
          yield* parts.slice(0, 5);
          await last.promise;
          yield* parts.slice(5);
        })(),
      );
    const first = await stream();
    const second = stream();
    await new Promise(setImmediate);
    await first.stream.cancel();
    last.resolve();
    expect((await collect(await second)).slice(0, -1)).toEqual(parts.slice(0, -1));
    expect(seen).toHaveLength(1);
  });

  it('is read along while it runs: from its first part, then as it comes, in parts of its own', async () => {
    const { stream, script, seen } = wrapped();
    const last = Promise.withResolvers<void>();
    script.stream = () =>
      ReadableStream.from(
        (async function* () {
          yield* structuredClone(parts.slice(0, 5));
          await last.promise;
          yield* structuredClone(parts.slice(5));
        })(),
      );
    const first = (await stream()).stream.getReader();
    const opened: (Part | undefined)[] = [];
    for (let n = 0; n < 5; n++) opened.push((await first.read()).value);
    const second = await stream();
    expect(second.response).toEqual({ headers: { h: 'v' } });
    expect(second.request).toBeUndefined();
    const reader = second.stream.getReader();
    const joined: (Part | undefined)[] = [];
    for (let n = 0; n < 5; n++) joined.push((await reader.read()).value);
    expect(isDeepStrictEqual(joined, parts.slice(0, 5))).toBe(true);
    for (const part of joined) expect(opened).not.toContain(part);
    last.resolve();
    for (let step = await reader.read(); !step.done; step = await reader.read()) joined.push(step.value);
    expect(joined.map((part) => part && unmarked(part))).toEqual(parts);
    expect(joined.at(-1)).toMatchObject({ providerMetadata: { hydrogenai: { cache: { tier: 'flight' } } } });
    await first.cancel();
    expect(seen).toHaveLength(1);
    expect(await collect(await stream())).toHaveLength(parts.length);
    expect(seen).toHaveLength(1);
  });

  it('stops upstream when the last of its readers has left, and not before', async () => {
    const { stream, script, seen } = wrapped();
    const stopped = Promise.withResolvers<void>();
    let cancelled = false;
    script.stream = () =>
      new ReadableStream<Part>({
        start: (controller) => parts.slice(0, 5).forEach((part) => controller.enqueue(part)),
        cancel: () => {
          cancelled = true;
          stopped.resolve();
        },
      });
    const leaver = new AbortController();
    const streams = [await stream({ abortSignal: leaver.signal }), await stream()] as const;
    const [aborting, cancelling] = [streams[0].stream.getReader(), streams[1].stream.getReader()];
    await LEAVING.aborts(aborting, leaver);
    await settled();
    expect(cancelled).toBe(false);
    expect((await cancelling.read()).value).toEqual(parts[0]);
    await cancelling.cancel();
    await stopped.promise;
    expect(seen).toHaveLength(1);
  });

  it('is not kept when its tag is invalidated while it runs', async () => {
    const { stream, script, seen } = wrapped({ tags: ({ prompt }) => [`turns:${prompt.length}`] });
    script.stream = () =>
      ReadableStream.from(
        (async function* () {
          yield* parts.slice(0, 5);
          await cache.invalidate({ tags: ['turns:1'] });
          yield* parts.slice(5);
        })(),
      );
    await collect(await stream());
    await collect(await stream());
    expect(seen).toHaveLength(2);
  });
});

describe('a model that is wrapped twice in one namespace', () => {
  it('is asked once, and does not wait for itself', async () => {
    const { model, seen } = wrapped();
    const twice = wrapLanguageModel({
      model: wrapLanguageModel({ model, middleware: cacheMiddleware(cache) }),
      middleware: cacheMiddleware(cache),
    });
    for (let n = 0; n < 2; n++) {
      expect(await collect(await twice.doStream(call))).toHaveLength(parts.length);
      expect(await twice.doGenerate(call)).toMatchObject({ content: result.content });
    }
    expect(seen).toHaveLength(2);
    for (const each of seen) expect(Object.keys(each).sort()).toEqual(['abortSignal', 'prompt']);
  });
});

describe('the options', () => {
  it('let tool calls be kept', async () => {
    const { generate, script, seen } = wrapped({ toolCalls: true });
    const content = [{ type: 'tool-call', toolCallId: 'c', toolName: 't', input: '{}' } as const];
    script.generate = () => ({
      ...result,
      content,
      finishReason: { unified: 'tool-calls', raw: 'tool_use' },
    });
    await generate();
    expect(await generate()).toMatchObject({ content });
    expect(seen).toHaveLength(1);
  });

  it('decide about whole answers', async () => {
    const asked: unknown[] = [];
    const { generate, stream, seen } = wrapped({
      when: (answer) => asked.push(answer) > 10,
      namespace: 'n',
    });
    await generate();
    await collect(await stream());
    await generate();
    expect(seen).toHaveLength(3);
    const answer = { provider: 'p', modelId: 'm', text: 'yes', finishReason: stop, usage };
    expect(asked[0]).toEqual({ ...answer, mode: 'generate' });
    await expect.poll(() => asked).toContainEqual({ ...answer, mode: 'stream' });
    expect(cache.stats().namespaces['n']).toMatchObject({ misses: 3, stores: 0 });
  });

  it('are checked when the middleware is made', () => {
    expect(() => cacheMiddleware(cache, { namespace: 'a b' })).toThrow(InvalidOptionError);
    expect(() => cacheMiddleware(cache, { ttl: 0 })).toThrow(InvalidOptionError);
    expect(() => cacheMiddleware(cache, { tags: [''] })).toThrow(InvalidOptionError);
  });
});
