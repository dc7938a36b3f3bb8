import { Inject, Injectable } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLOCK, HydrogenError, Timed, methodTimed, type MethodTimed } from '@hydrogenai/common';
import { FakeClock, collectFacts, type FactCollector } from '@hydrogenai/common/testing';
import { runtime } from './support/runtime.js';

class OwnError extends HydrogenError {
  constructor() {
    super('canary-message', { code: 'OWN_FAILURE' });
  }
}

/** Starts only when somebody awaits it, as the query builders of database clients do. */
class LazyQuery {
  started = 0;
  // oxlint-disable-next-line unicorn/no-thenable -- being a thenable is the case
  then(resolve: (value: string) => void): void {
    this.started += 1;
    resolve('rows');
  }
}

@Injectable()
class Worker {
  closed = 0;
  constructor(@Inject(CLOCK) private readonly clock: FakeClock) {}

  @Timed()
  sync(fail = false): string {
    this.clock.advance(5);
    if (fail) throw new OwnError();
    return 'sync';
  }

  @Timed({ name: 'named' })
  async async(fail = false): Promise<string> {
    await Promise.resolve();
    this.clock.advance(6);
    if (fail) throw new TypeError('canary-message');
    return 'async';
  }

  @Timed()
  async *stream(failAt?: number): AsyncGenerator<number, string> {
    try {
      for (let chunk = 1; chunk <= 3; chunk++) {
        this.clock.advance(10);
        if (chunk === failAt) throw new OwnError();
        yield chunk;
      }
      return 'end';
    } finally {
      this.closed += 1;
    }
  }

  @Timed()
  async promised(): Promise<AsyncGenerator<number, string>> {
    return this.chunks();
  }

  @Timed()
  query(): LazyQuery {
    return new LazyQuery();
  }

  private async *chunks(): AsyncGenerator<number, string> {
    this.clock.advance(20);
    yield 1;
    this.clock.advance(20);
    return 'end';
  }
}

describe('@Timed', () => {
  let moduleRef: TestingModule;
  let worker: Worker;
  let clock: FakeClock;
  let timed: FactCollector<MethodTimed>;

  beforeEach(async () => {
    clock = new FakeClock();
    moduleRef = await Test.createTestingModule({
      imports: [runtime({ clock })],
      providers: [Worker],
    }).compile();
    worker = moduleRef.get(Worker);
    timed = collectFacts(methodTimed);
  });
  afterEach(async () => {
    timed.stop();
    await moduleRef.close();
  });

  it('measures a synchronous method and leaves it synchronous', () => {
    expect(worker.sync()).toBe('sync');
    expect(() => worker.sync(true)).toThrow(OwnError);
    expect(timed.facts).toEqual([
      { name: 'Worker.sync', durationMs: 5, outcome: 'ok' },
      { name: 'Worker.sync', durationMs: 5, outcome: 'error', errorCode: 'OWN_FAILURE' },
    ]);
  });

  it('measures an asynchronous method up to its result, under the name it was given', async () => {
    await expect(worker.async()).resolves.toBe('async');
    await expect(worker.async(true)).rejects.toThrow(TypeError);
    expect(timed.facts).toEqual([
      { name: 'named', durationMs: 6, outcome: 'ok' },
      { name: 'named', durationMs: 6, outcome: 'error' },
    ]);
  });

  it('never says what an error said', async () => {
    await expect(worker.async(true)).rejects.toThrow('canary-message');
    expect(() => worker.sync(true)).toThrow('canary-message');
    expect(JSON.stringify(timed.facts)).not.toContain('canary');
  });

  it('measures a stream from the call to its last chunk, the time of the reader included, and passes all of it', async () => {
    const stream = worker.stream();
    clock.advance(1);
    const chunks: unknown[] = [];
    for (let next = await stream.next(); ; next = await stream.next()) {
      chunks.push(next.value);
      if (next.done) break;
      expect(timed.facts).toEqual([]);
      clock.advance(100);
    }
    expect(chunks).toEqual([1, 2, 3, 'end']);
    expect(timed.facts).toEqual([{ name: 'Worker.stream', durationMs: 331, outcome: 'ok' }]);
  });

  it('measures a stream that fails once, as failed', async () => {
    const chunks: number[] = [];
    const read = async (): Promise<void> => {
      for await (const chunk of worker.stream(2)) chunks.push(chunk);
    };
    await expect(read()).rejects.toThrow(OwnError);
    expect(chunks).toEqual([1]);
    expect(timed.facts).toEqual([
      { name: 'Worker.stream', durationMs: 20, outcome: 'error', errorCode: 'OWN_FAILURE' },
    ]);
  });

  it('ends the measure, and the method, when the reader leaves early', async () => {
    for await (const chunk of worker.stream()) if (chunk === 2) break;
    expect(worker.closed).toBe(1);
    expect(timed.facts).toEqual([{ name: 'Worker.stream', durationMs: 20, outcome: 'ok' }]);
  });

  it('measures a stream that comes in a promise up to its last chunk', async () => {
    const chunks: number[] = [];
    for await (const chunk of await worker.promised()) chunks.push(chunk);
    expect(chunks).toEqual([1]);
    expect(timed.facts).toEqual([{ name: 'Worker.promised', durationMs: 40, outcome: 'ok' }]);
  });

  it('does not start a lazy thenable that the method returns', async () => {
    const query = worker.query();
    expect(query).toBeInstanceOf(LazyQuery);
    expect(query.started).toBe(0);
    expect(await query).toBe('rows');
    expect(query.started).toBe(1);
    expect(timed.facts).toEqual([{ name: 'Worker.query', durationMs: 0, outcome: 'ok' }]);
  });

  it('measures twice under two names, the upper decorator outside', async () => {
    class Twice {
      @Timed({ name: 'outer' })
      @Timed({ name: 'inner' })
      work(): void {}
    }
    new Twice().work();
    expect(timed.facts.map(({ name }) => name)).toEqual(['inner', 'outer']);
  });
});
