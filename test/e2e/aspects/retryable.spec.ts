import { Inject, Injectable } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  CLOCK,
  HydrogenError,
  InvalidOptionError,
  Retryable,
  RetryBudget,
  methodRetried,
  type RetryableOptions,
} from '@hydrogenai/common';
import { FakeClock, collectFacts } from '@hydrogenai/common/testing';
import { runtime } from './support/runtime.js';

class Busy extends HydrogenError {
  constructor(retryAfterMs?: number) {
    super('busy', { code: 'BUSY', retryable: true, retryAfterMs });
  }
}

class Refused extends HydrogenError {
  constructor() {
    super('refused', { code: 'REFUSED' });
  }
}

const shared = new Busy();

/** Does what its script says, one step a call, and notes when it was called. */
@Injectable()
class Worker {
  readonly calledAtMs: number[] = [];
  script: (() => unknown)[] = [];
  constructor(@Inject(CLOCK) private readonly clock: FakeClock) {}

  @Retryable()
  async byDefault(...args: unknown[]): Promise<unknown> {
    return this.step(args);
  }

  @Retryable({ attempts: 4, initialDelay: '100ms', maxDelay: '1s', budget: false })
  async fourTimes(): Promise<unknown> {
    return this.step();
  }

  @Retryable({ attempts: 1 })
  async once(): Promise<unknown> {
    return this.step();
  }

  @Retryable({ when: (error) => error instanceof RangeError })
  async onRangeErrors(): Promise<unknown> {
    return this.step();
  }

  @Retryable()
  sync(): unknown {
    return this.step();
  }

  @Retryable()
  async middle(wrap: (error: unknown) => unknown): Promise<unknown> {
    return this.byDefault().catch((error: unknown) => Promise.reject(wrap(error)));
  }

  @Retryable()
  async outer(wrap: (error: unknown) => unknown): Promise<unknown> {
    return this.middle(wrap).catch((error: unknown) => Promise.reject(wrap(error)));
  }

  @Retryable()
  async afterFallback(): Promise<unknown> {
    await this.byDefault().catch(() => undefined);
    throw new Busy();
  }

  private step(result: unknown = 'done'): unknown {
    this.calledAtMs.push(this.clock.monotonicMs());
    const next = this.script.shift();
    return next ? next() : result;
  }
}

/** Longer than all waits of a call together. */
const LONG_MS = 60_000;
const fail = (error: unknown) => (): never => {
  throw error;
};
const settled = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);

describe('@Retryable', () => {
  let worker: Worker;
  let clock: FakeClock;
  let close: () => Promise<void>;

  beforeEach(async () => {
    clock = new FakeClock();
    const moduleRef = await Test.createTestingModule({
      imports: [runtime({ clock })],
      providers: [Worker],
    }).compile();
    worker = moduleRef.get(Worker);
    close = () => moduleRef.close();
  });
  afterEach(async () => {
    await close();
  });

  it('gives the result of the first call that succeeds, with the same arguments each time', async () => {
    worker.script = [fail(new Busy()), fail(new Busy())];
    const call = worker.byDefault('a', 1);
    await clock.advanceAsync(LONG_MS);
    await expect(call).resolves.toEqual(['a', 1]);
    expect(worker.calledAtMs).toHaveLength(3);
  });

  it('gives up after three calls by default and throws the last error itself', async () => {
    const last = new Busy();
    worker.script = [fail(new Busy()), fail(new Busy()), fail(last)];
    const call = settled(worker.byDefault());
    await clock.advanceAsync(LONG_MS);
    expect(await call).toBe(last);
    expect(worker.calledAtMs).toHaveLength(3);
    expect(clock.pendingTimers).toBe(0);
  });

  it.each([
    ['a bug', new TypeError('x is not a function')],
    ['an error of ours that says no', new Refused()],
    ['an abort', new DOMException('stop', 'AbortError')],
    ['something that is no error', 'text'],
  ])('does not repeat %s', async (_name, error) => {
    worker.script = [fail(error)];
    expect(await settled(worker.byDefault())).toBe(error);
    expect(worker.calledAtMs).toEqual([0]);
  });

  it('repeats what its own rule names, and only that', async () => {
    worker.script = [fail(new RangeError('x'))];
    const call = worker.onRangeErrors();
    await clock.advanceAsync(LONG_MS);
    await expect(call).resolves.toBe('done');
    expect(worker.calledAtMs).toHaveLength(2);
    worker.script = [fail(shared)];
    expect(await settled(worker.onRangeErrors())).toBe(shared);
  });

  it('calls once when one attempt is all', async () => {
    worker.script = [fail(shared)];
    expect(await settled(worker.once())).toBe(shared);
    expect(worker.calledAtMs).toEqual([0]);
  });

  it('waits longer each time with jitter, and never longer than maxDelay', async () => {
    const waits: number[][] = [];
    for (let run = 0; run < 200; run++) {
      worker.calledAtMs.length = 0;
      worker.script = [fail(new Busy()), fail(new Busy()), fail(new Busy())];
      const call = worker.fourTimes();
      await clock.advanceAsync(LONG_MS);
      await call;
      const [a = 0, b = 0, c = 0, d = 0] = worker.calledAtMs;
      waits.push([b - a, c - b, d - c]);
    }
    const means = [0, 1, 2].map(
      (step) => waits.reduce((sum, wait) => sum + (wait[step] ?? 0), 0) / waits.length,
    );
    const [first = 0, second = 0, third = 0] = means;
    expect(second).toBeGreaterThan(first);
    expect(third).toBeGreaterThan(second);
    expect(new Set(waits.map(([wait]) => wait)).size).toBeGreaterThan(10);
    expect(Math.max(...waits.flat())).toBeLessThanOrEqual(1_000);
  });

  it.each([
    ['itself', (error: unknown) => error],
    [
      'in an error that wraps it',
      (error: unknown) => Object.assign(new Error('x'), { code: 'ECONNRESET', cause: error }),
    ],
  ])(
    'waits at least as long as the failed service asked for, when the error says so %s',
    async (_name, wrap) => {
      worker.script = [fail(wrap(new Busy(4_321)))];
      const call = worker.byDefault();
      await clock.advanceAsync(4_320);
      expect(worker.calledAtMs).toEqual([0]);
      await clock.advanceAsync(1_000);
      expect(worker.calledAtMs).toHaveLength(2);
      expect(worker.calledAtMs[1]).toBeGreaterThanOrEqual(4_321);
      await call;
    },
  );

  it('tells of each retry: method, attempt, wait and error code, and nothing of the call', async () => {
    using retried = collectFacts(methodRetried);
    worker.script = [fail(new Busy(5_000)), fail(Object.assign(new Error('canary'), { code: 'ECONNRESET' }))];
    const call = worker.byDefault('canary');
    await clock.advanceAsync(LONG_MS);
    await call;
    expect(retried.facts).toEqual([
      { name: 'Worker.byDefault', attempt: 2, delayMs: 5_000, errorCode: 'BUSY' },
      { name: 'Worker.byDefault', attempt: 3, delayMs: expect.any(Number) },
    ]);
    const [, second = Number.NaN, third] = worker.calledAtMs;
    expect(third).toBe(second + Number(retried.facts[1]?.delayMs));
  });

  it.each([
    ['an argument', (signal: AbortSignal) => signal],
    ['the signal of an argument', (signal: AbortSignal) => ({ signal })],
  ])('stops waiting when the caller goes, known by %s', async (_name, argument) => {
    const controller = new AbortController();
    const reason = new Busy();
    worker.script = [fail(new Busy(5_000))];
    const call = settled(worker.byDefault('text', argument(controller.signal)));
    await clock.advanceAsync(1_000);
    expect(clock.pendingTimers).toBe(1);
    controller.abort(reason);
    expect(await call).toBe(reason);
    expect(clock.pendingTimers).toBe(0);
    expect(worker.calledAtMs).toEqual([0]);
  });

  it('does not begin to wait when the caller has gone before', async () => {
    const error = new Busy();
    worker.script = [fail(error)];
    expect(await settled(worker.byDefault({ signal: AbortSignal.abort() }))).toBe(error);
    expect(worker.calledAtMs).toEqual([0]);
  });

  it('does not wait for a service that asks for more than maxDelay', async () => {
    const error = new Busy(5_001);
    worker.script = [fail(error)];
    expect(await settled(worker.byDefault())).toBe(error);
    expect(clock.pendingTimers).toBe(0);
    worker.script = [fail(new Busy(5_000))];
    const call = worker.byDefault();
    await clock.advanceAsync(LONG_MS);
    await expect(call).resolves.toEqual([]);
  });

  it('makes a synchronous method asynchronous and repeats what it throws', async () => {
    worker.script = [fail(new Busy())];
    const call = worker.sync();
    expect(call).toBeInstanceOf(Promise);
    await clock.advanceAsync(LONG_MS);
    await expect(call).resolves.toBe('done');
  });

  it.each([
    ['itself', (error: unknown) => error],
    [
      'wrapped by every level',
      (error: unknown) => Object.assign(new Error('x', { cause: error }), { code: 'ECONNRESET' }),
    ],
  ])(
    'lets only the innermost of three nested methods retry: an error that comes up %s',
    async (_name, wrap) => {
      worker.script = Array.from({ length: 27 }, () => fail(new Busy()));
      const call = settled(worker.outer(wrap));
      await clock.advanceAsync(LONG_MS);
      await call;
      expect(worker.calledAtMs).toHaveLength(3);
    },
  );

  it('still repeats an outer method for an error of its own', async () => {
    worker.script = Array.from({ length: 27 }, () => fail(new Busy()));
    const call = settled(worker.afterFallback());
    await clock.advanceAsync(LONG_MS);
    await call;
    expect(worker.calledAtMs).toHaveLength(9);
  });

  it('repeats an error object that was given up on in an earlier call', async () => {
    for (let round = 0; round < 2; round++) {
      worker.calledAtMs.length = 0;
      worker.script = [fail(shared), fail(shared), fail(shared)];
      const call = settled(worker.byDefault());
      await clock.advanceAsync(LONG_MS);
      expect(await call).toBe(shared);
      expect(worker.calledAtMs).toHaveLength(3);
    }
  });

  it.each<[string, RetryableOptions]>([
    ['attempts', { attempts: 0 }],
    ['attempts', { attempts: 11 }],
    ['attempts', { attempts: 1.5 }],
    ['initialDelay', { initialDelay: 0 }],
    ['maxDelay', { initialDelay: '2s', maxDelay: '1s' }],
    ['budget.ratio', { budget: { ratio: 1.1 } }],
    ['budget.ratio', { budget: { ratio: Number.NaN } }],
    ['budget.reserve', { budget: { reserve: -1 } }],
    ['budget.reserve', { budget: { reserve: 0.5 } }],
    ['budget.window', { budget: { window: 99 } }],
    // Wrong on purpose: programs without types can write these.
    ['budget', { budget: true as unknown as false }],
    ['when', { when: 'always' as unknown as () => boolean }],
  ])('refuses a wrong %s when the class is defined', (field, options) => {
    expect(() => Retryable(options)).toThrow(InvalidOptionError);
    expect(() => Retryable(options)).toThrow(`@Retryable ${field}: expected `);
  });

  it('refuses a wrong shared budget where it is made', () => {
    expect(() => new RetryBudget({ ratio: -0.1 })).toThrow(
      '@Retryable budget.ratio: expected a number from 0 to 1',
    );
  });
});
