import { Injectable } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from 'vitest';
import { HydrogenError, Retryable, Timed, methodTimed } from '@hydrogenai/common';
import { collectFacts } from '@hydrogenai/common/testing';
import {
  NotedCacheable,
  NotedRateLimited,
  NotedRetryable,
  NotedTimed,
  runtime,
  type Journal,
} from './support.js';

const decorators = { C: NotedCacheable, L: NotedRateLimited, R: NotedRetryable, T: NotedTimed };
const names = { C: 'Cacheable', L: 'RateLimited', R: 'Retryable', T: 'Timed' };
type Letter = keyof typeof decorators;

function orders(letters: readonly Letter[]): Letter[][] {
  if (letters.length === 0) return [[]];
  return letters.flatMap((letter) =>
    orders(letters.filter((other) => other !== letter)).map((rest) => [letter, ...rest]),
  );
}

/** Every non-empty choice of the four, in every source order: 64. */
const subsets = Array.from({ length: 15 }, (_, index) =>
  (['C', 'L', 'R', 'T'] as const).filter((_letter, bit) => ((index + 1) >> bit) % 2 === 1),
);
const sourceOrders = subsets.flatMap((subset) => orders(subset));

class Transient extends HydrogenError {
  constructor() {
    super('busy', { code: 'BUSY', retryable: true });
  }
}

describe('the order of execution', () => {
  it('is tested in all 64 source orders', () => {
    expect(sourceOrders).toHaveLength(64);
  });

  it.each(sourceOrders.map((order) => [order.join(''), order] as const))(
    'is Cacheable, RateLimited, Retryable, Timed, method, when the source says %s',
    async (_name, order) => {
      class Worker {
        constructor(readonly journal: Journal = []) {}
        work(): string {
          this.journal.push('method');
          return 'done';
        }
      }
      // As the compiler applies decorators: the lowest one first.
      const descriptor = Object.getOwnPropertyDescriptor(Worker.prototype, 'work') ?? {};
      for (const letter of order.toReversed()) decorators[letter]()(Worker.prototype, 'work', descriptor);
      Object.defineProperty(Worker.prototype, 'work', descriptor);
      Injectable()(Worker);

      const journal: Journal = [];
      const moduleRef = await Test.createTestingModule({
        imports: [runtime({ journal })],
        providers: [Worker],
      }).compile();
      const worker = moduleRef.get(Worker);
      expect(worker.work()).toBe('done');
      const expected = (['C', 'L', 'R', 'T'] as const).filter((letter) => order.includes(letter));
      expect(journal).toEqual(expected.map((letter) => names[letter]));
      expect(worker.journal).toEqual(['method']);
      await moduleRef.close();
    },
  );

  it('is the source order for two of the same kind: the upper one is the outer one', async () => {
    @Injectable()
    class Worker {
      @Timed({ name: 'outer' })
      @Timed({ name: 'inner' })
      work(): void {}
    }
    using timed = collectFacts(methodTimed);
    const moduleRef = await Test.createTestingModule({ providers: [Worker] }).compile();
    moduleRef.get(Worker).work();
    expect(timed.facts.map(({ name }) => name)).toEqual(['inner', 'outer']);
    await moduleRef.close();
  });

  it('puts Timed inside Retryable both ways, so each attempt is measured by itself', async () => {
    @Injectable()
    class Worker {
      calls = 0;

      @Timed()
      @Retryable({ initialDelay: 1, maxDelay: 1 })
      async above(): Promise<number> {
        return this.failTwice();
      }

      @Retryable({ initialDelay: 1, maxDelay: 1 })
      @Timed()
      async below(): Promise<number> {
        return this.failTwice();
      }

      private failTwice(): number {
        this.calls += 1;
        if (this.calls % 3 !== 0) throw new Transient();
        return this.calls;
      }
    }
    using timed = collectFacts(methodTimed);
    const moduleRef = await Test.createTestingModule({ providers: [Worker] }).compile();
    const worker = moduleRef.get(Worker);
    await expect(worker.above()).resolves.toBe(3);
    await expect(worker.below()).resolves.toBe(6);
    const failed = { outcome: 'error', errorCode: 'BUSY' };
    expect(timed.facts).toMatchObject([
      { name: 'Worker.above', ...failed },
      { name: 'Worker.above', ...failed },
      { name: 'Worker.above', outcome: 'ok' },
      { name: 'Worker.below', ...failed },
      { name: 'Worker.below', ...failed },
      { name: 'Worker.below', outcome: 'ok' },
    ]);
    await moduleRef.close();
  });
});
