import { AspectRuntimeMissingError, InvalidOptionError } from '@hydrogenai/common';
import { FakeClock } from '@hydrogenai/common/testing';
import {
  RateLimitCostError,
  RateLimited,
  RateLimiter,
  RateLimitExceededError,
  RateLimitKeyError,
  RateLimitModule,
  type RateLimitedOptions,
} from '@hydrogenai/rate-limit';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Answers, PerRequest } from './support/methods.js';

interface Started {
  readonly answers: Answers;
  readonly clock: FakeClock;
}

async function start(): Promise<Started> {
  const clock = new FakeClock();
  @Module({
    imports: [RateLimitModule.forRootAsync({ useFactory: () => ({ clock }) })],
    providers: [Answers, PerRequest],
  })
  class AppModule {}
  const app = await NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false });
  onTestFinished(() => app.close());
  return { answers: app.get(Answers), clock };
}

async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => expect.unreachable('the call should have failed'),
    (error: unknown) => error,
  );
}

async function drain(stream: AsyncGenerator<string, unknown>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk;
  return text;
}

describe('@RateLimited', () => {
  it('admits what the limit allows, and says exactly when the next call is admitted', async () => {
    const { answers, clock } = await start();
    expect(await answers.shared('a')).toBe('A');
    expect(await answers.shared('b')).toBe('B');
    const error = await failureOf(answers.shared('c'));
    expect(error).toBeInstanceOf(RateLimitExceededError);
    expect(error).toMatchObject({
      code: 'RATE_LIMITED',
      httpStatus: 429,
      retryable: true,
      retryAfterMs: 500,
      details: { name: 'shared', limit: 2, periodMs: 1_000, remaining: 0, retryAfterMs: 500 },
    });
    clock.advance(499);
    await expect(answers.shared('d')).rejects.toBeInstanceOf(RateLimitExceededError);
    clock.advance(1);
    expect(await answers.shared('e')).toBe('E');
    expect(answers.journal).toEqual(['early', 'a', 'b', 'e']);
  });

  it('limits a synchronous method, which becomes asynchronous', async () => {
    const { answers } = await start();
    const first = answers.sync('a');
    expect(first).toBeInstanceOf(Promise);
    expect([await first, await answers.sync('b')]).toEqual(['A', 'B']);
    await expect(answers.sync('c')).rejects.toBeInstanceOf(RateLimitExceededError);
  });

  it('limits calls of a class to itself, and those in onModuleInit', async () => {
    const { answers } = await start();
    expect(answers.started).toBe(true);
    await expect(answers.early()).rejects.toBeInstanceOf(RateLimitExceededError);
    await answers.callsItself('a');
    await answers.callsItself('b');
    await expect(answers.callsItself('c')).rejects.toBeInstanceOf(RateLimitExceededError);
  });

  it('keeps a bucket for each key, and the key out of the error', async () => {
    const { answers } = await start();
    expect(await answers.keyed('canary-user', 'hello')).toBe('canary-user: hello');
    expect(await answers.keyed('another', 'hello')).toBe('another: hello');
    const error = await failureOf(answers.keyed('canary-user', 'canary-text'));
    expect(error).toBeInstanceOf(RateLimitExceededError);
    expect(inspect(error, { depth: 9 }) + JSON.stringify(error)).not.toContain('canary-');
  });

  it.each([[''], [undefined], [null], [7], [{}]])(
    'refuses the key %j instead of letting the call pass',
    async (key) => {
      const { answers } = await start();
      // What a program without types, or with a cast, may pass.
      const error = await failureOf(answers.keyed(key as unknown as string, 'text'));
      expect(error).toBeInstanceOf(RateLimitKeyError);
      expect(error).toMatchObject({ code: 'RATE_LIMIT_KEY_INVALID', retryable: false });
    },
  );

  it('charges the cost of a call, and refuses at once one that could never be admitted', async () => {
    const { answers } = await start();
    await answers.costly(7);
    expect(await failureOf(answers.costly(4))).toMatchObject({
      code: 'RATE_LIMITED',
      details: { remaining: 3 },
    });
    await answers.costly(3);
    const tooMuch = await failureOf(answers.costly(11));
    expect(tooMuch).toBeInstanceOf(RateLimitCostError);
    expect(tooMuch).toMatchObject({ httpStatus: 413, retryable: false });
    for (const nonsense of [0, -1, 1.5, Number.NaN]) {
      await expect(answers.costly(nonsense)).rejects.toBeInstanceOf(InvalidOptionError);
    }
  });

  it('counts a call once, however often @Retryable repeats it', async () => {
    const { answers } = await start();
    expect(await answers.flaky()).toBe('at last');
    await expect(answers.flaky()).rejects.toBeInstanceOf(RateLimitExceededError);
    expect(answers.journal).toEqual(['early', 'flaky', 'flaky', 'flaky']);
  });

  it('leaves an async generator what it is, and checks the limit before the first chunk', async () => {
    const { answers } = await start();
    const first = answers.stream('abc');
    expect(await first.next()).toEqual({ value: 'a', done: false });
    expect(await first.next()).toEqual({ value: 'b', done: false });
    expect(await first.next()).toEqual({ value: 'c', done: false });
    expect(await first.next()).toEqual({ value: 'end', done: true });
    const second = answers.stream('de');
    expect(await second.next()).toEqual({ value: 'd', done: false });
    expect(await second.return('left')).toEqual({ value: 'left', done: true });
    const third = answers.stream('never');
    await expect(third.next()).rejects.toBeInstanceOf(RateLimitExceededError);
    expect(answers.journal).toEqual(['early', 'abc', 'de']);
  });

  it('knows an async generator also under the other decorators of the suite, in any order', async () => {
    const { answers } = await start();
    expect(await drain(answers.wovenStream('abc'))).toBe('abc');
    await expect(drain(answers.wovenStream('abc'))).rejects.toBeInstanceOf(RateLimitExceededError);
    expect(await answers.woven('a')).toBe('a');
    await expect(answers.woven('b')).rejects.toBeInstanceOf(RateLimitExceededError);
  });

  it('shares nothing between two applications in one process, started twice', async () => {
    for (let round = 0; round < 2; round++) {
      const [left, right] = [await start(), await start()];
      await left.answers.keyed('ann', 'text');
      await expect(left.answers.keyed('ann', 'text')).rejects.toBeInstanceOf(RateLimitExceededError);
      expect(await right.answers.keyed('ann', 'text')).toBe('ann: text');
    }
  });

  it('fails loudly on an instance that Nest did not make', async () => {
    const orphan = new Answers();
    await expect(orphan.shared('a')).rejects.toBeInstanceOf(AspectRuntimeMissingError);
    await expect(orphan.stream('a').next()).rejects.toBeInstanceOf(AspectRuntimeMissingError);
  });

  it.each([
    ['@RateLimited name', { name: '' }],
    ['@RateLimited name', { name: 'with space' }],
    ['@RateLimited name', { name: 'x'.repeat(65) }],
    ['@RateLimited limit', { limit: 0 }],
    ['@RateLimited limit', { limit: 1.5 }],
    ['@RateLimited limit', { limit: 1_000_000_001 }],
    ['@RateLimited per', { per: 49 }],
    ['@RateLimited per', { per: '31d' }],
    ['@RateLimited per', { per: 100.5 }],
    ['@RateLimited burst', { burst: 0 }],
    ['@RateLimited burst', { burst: 11 }],
    ['@RateLimited cost', { cost: 11 }],
    ['@RateLimited cost', { cost: 0 }],
    ['@RateLimited key', { key: 'user' }],
    ['@RateLimited onStoreFailure', { onStoreFailure: 'ignore' }],
    ['@RateLimited deadlineMs', { deadlineMs: 0 }],
    ['@RateLimited deadlineMs', { deadlineMs: 1_001 }],
    ['@RateLimited algorithm', { algorithm: 'sliding-window' }],
    ['@RateLimited per', { per: -1 }],
    ['@RateLimited per', { per: undefined }],
    ['@RateLimited limit', { limit: undefined }],
    ['@RateLimited mode', { mode: 'dry-run' }],
    ['@RateLimited nearLimitRatio', { nearLimitRatio: 1.1 }],
    ['@RateLimited nearLimitRatio', { nearLimitRatio: Number.NaN }],
    ['@RateLimited brust', { brust: 3 }],
  ])('refuses %s when the class is defined: %j', (field, wrong) => {
    // Wrong on purpose: programs without types can write all of these.
    const options = { name: 'limit', limit: 10, per: 1_000, ...wrong } as RateLimitedOptions;
    expect(() => RateLimited(options)).toThrow(expect.objectContaining({ code: 'INVALID_OPTION', field }));
  });
});

describe('RateLimitModule', () => {
  it.each([
    ['redis', { redis: {} }],
    ['redis', { redis: { url: 'redis://localhost', client: {} } }],
    ['redis.client', { redis: { client: {} } }],
    ['redis.nodes[0]', { redis: { nodes: ['canary'] } }],
    ['redis.url', { redis: { url: 'http://canary:canary@localhost' } }],
    ['prefix', { prefix: 'a{b}' }],
    ['prefix', { prefix: 'x'.repeat(65) }],
    ['instances', { instances: 0 }],
    ['maxKeys', { maxKeys: 0 }],
  ])('refuses the option %s at the start: %j', async (field, wrong) => {
    // Wrong on purpose, as above.
    const options = wrong as Parameters<typeof RateLimitModule.forRoot>[0];
    const error = await failureOf(
      NestFactory.createApplicationContext(RateLimitModule.forRoot(options), {
        logger: false,
        abortOnError: false,
      }),
    );
    expect(error).toMatchObject({ code: 'INVALID_OPTION', field });
    expect(inspect(error)).not.toContain('canary');
  });

  it('is not seen by other modules with isGlobal: false', async () => {
    @Module({ imports: [RateLimitModule.forRoot({ isGlobal: false })] })
    class Inner {}
    @Module({ imports: [Inner], providers: [PerRequest, Answers] })
    class Outer {}
    const error = await failureOf(
      NestFactory.createApplicationContext(Outer, { logger: false, abortOnError: false }),
    );
    expect(error).toBeInstanceOf(AspectRuntimeMissingError);
    expect(RateLimiter.name).toBe('RateLimiter');
  });
});
