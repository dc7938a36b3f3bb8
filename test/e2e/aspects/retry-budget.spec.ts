import { Injectable, Scope } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HydrogenError, Retryable, RetryBudget, retryBudgetExhausted } from '@hydrogenai/common';
import { FakeClock, collectFacts } from '@hydrogenai/common/testing';
import { runtime } from './support/runtime.js';

class Busy extends HydrogenError {
  constructor() {
    super('busy', { code: 'BUSY', retryable: true });
  }
}

const LEDGER = new RetryBudget({ ratio: 0, reserve: 3 });

@Injectable()
class Downstream {
  runs = 0;
  down = true;

  @Retryable({ attempts: 2 })
  async byDefault(): Promise<string> {
    return this.run();
  }

  @Retryable({ attempts: 2, budget: { ratio: 0.5, reserve: 4, window: '1s' } })
  async half(): Promise<string> {
    return this.run();
  }

  @Retryable({ budget: LEDGER })
  async read(_caller?: { signal: AbortSignal }): Promise<string> {
    return this.run();
  }

  @Retryable({ budget: LEDGER })
  async write(): Promise<string> {
    return this.run();
  }

  @Retryable({ budget: false })
  async unbounded(): Promise<string> {
    return this.run();
  }

  @Retryable({ attempts: 3 })
  async outer(): Promise<string> {
    return this.read();
  }

  private run(): string {
    this.runs += 1;
    if (this.down) throw new Busy();
    return 'up';
  }
}

async function start(clock: FakeClock): Promise<Downstream> {
  const moduleRef = await Test.createTestingModule({
    imports: [runtime({ clock })],
    providers: [Downstream],
  }).compile();
  onTestFinished(() => moduleRef.close());
  return moduleRef.get(Downstream);
}

/** Calls at one instant, and how often the method ran for them. */
async function runsOf(
  clock: FakeClock,
  downstream: Downstream,
  calls: number,
  method: (downstream: Downstream) => Promise<string>,
): Promise<number> {
  const before = downstream.runs;
  const all = Promise.allSettled(Array.from({ length: calls }, () => method(downstream)));
  // All budgets are spent at the instant of the failures; waits and second attempts come after it.
  await clock.advanceAsync(5_000);
  await all;
  return downstream.runs - before;
}

describe('the retry budget', () => {
  it('holds the retries of an outage to a fifth of the calls and ten more, by default', async () => {
    const clock = new FakeClock();
    const downstream = await start(clock);
    expect(await runsOf(clock, downstream, 1_000, (one) => one.byDefault())).toBe(1_000 + 200 + 10);
  });

  it('throws the error itself and at once when it is used up, and says so by names and numbers', async () => {
    const clock = new FakeClock();
    const downstream = await start(clock);
    using exhausted = collectFacts(retryBudgetExhausted);
    await runsOf(clock, downstream, 10, (one) => one.read());
    exhausted.stop();
    expect(exhausted.facts.length).toBeGreaterThanOrEqual(7);
    expect(exhausted.facts[0]).toEqual({ name: 'Downstream.read', calls: 10, retries: 3, errorCode: 'BUSY' });
    const before = downstream.runs;
    await expect(downstream.write()).rejects.toBeInstanceOf(Busy);
    expect([downstream.runs - before, clock.pendingTimers]).toEqual([1, 0]);
  });

  it('lets no outer method repeat what it refused', async () => {
    const clock = new FakeClock();
    const downstream = await start(clock);
    await runsOf(clock, downstream, 10, (one) => one.read());
    expect(await runsOf(clock, downstream, 5, (one) => one.outer())).toBe(5);
  });

  it('is earned by calls that succeed, and filled again as its window moves on', async () => {
    const clock = new FakeClock();
    const downstream = await start(clock);
    downstream.down = false;
    await Promise.all(Array.from({ length: 20 }, () => downstream.half()));
    downstream.down = true;
    // 0.5 * (20 + 100) + 4
    expect(await runsOf(clock, downstream, 100, (one) => one.half())).toBe(100 + 64);
    // The window has passed: 0.5 * 10 + 4
    expect(await runsOf(clock, downstream, 10, (one) => one.half())).toBe(10 + 9);
  });

  it('is shared by the methods that were given it', async () => {
    const clock = new FakeClock();
    const downstream = await start(clock);
    const runs = await Promise.all([
      runsOf(clock, downstream, 5, (one) => one.read()),
      runsOf(clock, downstream, 5, (one) => one.write()),
    ]);
    expect(Math.max(...runs)).toBe(10 + 3);
  });

  it('is one for all instances of an application, however short they live', async () => {
    const clock = new FakeClock();
    @Injectable({ scope: Scope.TRANSIENT })
    class Transient extends Downstream {}
    const moduleRef = await Test.createTestingModule({
      imports: [runtime({ clock })],
      providers: [Transient],
    }).compile();
    onTestFinished(() => moduleRef.close());
    const [one, other] = [await moduleRef.resolve(Transient), await moduleRef.resolve(Transient)];
    expect(one).not.toBe(other);
    expect(await runsOf(clock, one, 10, (instance) => instance.read())).toBe(13);
    // The window has not moved on by more than a half.
    expect(await runsOf(clock, other, 10, (instance) => instance.read())).toBe(10);
  });

  it('is not shared by two applications, nor by a second one after the first has ended', async () => {
    const clock = new FakeClock();
    const [one, other] = [await start(clock), await start(clock)];
    expect(await runsOf(clock, one, 10, (instance) => instance.read())).toBe(13);
    expect(await runsOf(clock, other, 10, (instance) => instance.read())).toBe(13);
    const third = await start(clock);
    expect(await runsOf(clock, third, 10, (instance) => instance.read())).toBe(13);
  });

  it('is that of the instance where Nest did not make it', async () => {
    const waits = (): Promise<number> => new Promise((resolve) => setImmediate(() => resolve(0)));
    const refused = async (downstream: Downstream): Promise<number> => {
      using exhausted = collectFacts(retryBudgetExhausted);
      const signal = new AbortController();
      const calls = Promise.allSettled(Array.from({ length: 10 }, () => downstream.read(signal)));
      await waits();
      signal.abort();
      await calls;
      return exhausted.facts.length;
    };
    const byHand = new Downstream();
    expect([await refused(byHand), await refused(byHand)]).toEqual([7, 10]);
    expect(await refused(new Downstream())).toBe(7);
  });

  it('is that of one call for a method that was taken off its object', async () => {
    class Plain {
      @Retryable({ attempts: 2, budget: { ratio: 0, reserve: 0 } })
      async never(): Promise<void> {
        throw new Busy();
      }

      @Retryable()
      async works(): Promise<string> {
        return 'done';
      }
    }
    const { never, works } = new Plain();
    await expect(never()).rejects.toBeInstanceOf(Busy);
    await expect(works()).resolves.toBe('done');
  });

  it('is that of one method, also when a decorator is kept and used again', async () => {
    const twice = Retryable({ attempts: 2, budget: { ratio: 0, reserve: 1 }, initialDelay: 1 });
    class Pair {
      runs = 0;

      @twice
      async first(): Promise<void> {
        this.runs += 1;
        throw new Busy();
      }

      @twice
      async second(): Promise<void> {
        this.runs += 1;
        throw new Busy();
      }
    }
    using exhausted = collectFacts(retryBudgetExhausted);
    const pair = new Pair();
    await Promise.allSettled([pair.first(), pair.second()]);
    expect([pair.runs, exhausted.facts]).toEqual([4, []]);
    await Promise.allSettled([pair.first(), pair.second()]);
    expect(exhausted.facts.map(({ name }) => name)).toEqual(['Pair.first', 'Pair.second']);
  });

  it('bounds nothing when it is false', async () => {
    const clock = new FakeClock();
    const downstream = await start(clock);
    expect(await runsOf(clock, downstream, 50, (one) => one.unbounded())).toBe(150);
  });
});
