import { Inject, Injectable, Optional } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from 'vitest';
import { Timed, methodTimed, type Clock } from '@hydrogenai/common';
import { FakeClock, collectFacts } from '@hydrogenai/common/testing';
import { rootModule, runtime } from './support/runtime.js';

describe('a decorated method is measured', () => {
  it('in two applications of one process by the clock of each, started and stopped twice', async () => {
    for (let round = 0; round < 2; round++) {
      using timed = collectFacts(methodTimed);
      const start = async (clock: Clock): Promise<import('@nestjs/common').INestApplicationContext> =>
        NestFactory.createApplicationContext(
          rootModule({ imports: [runtime({ clock })], providers: [Reader] }),
          { logger: false },
        );
      const fast = new FakeClock();
      const slow = new FakeClock();
      const [one, two] = await Promise.all([start(fast), start(slow)]);
      one.get(Reader).during(() => slow.advance(1_000));
      two.get(Reader).during(() => slow.advance(50));
      one.get(Reader).during(() => fast.advance(3));
      expect(timed.facts.map(({ durationMs }) => durationMs)).toEqual([0, 50, 3]);
      await Promise.all([one.close(), two.close()]);
    }
  });

  it('with the system clock on an instance that Nest did not make, and off its object', () => {
    using timed = collectFacts(methodTimed);
    const reader = new Reader();
    expect(reader.during(() => 'made by hand')).toBe('made by hand');
    const { during } = reader;
    expect(during(() => 'no instance')).toBe('no instance');
    expect(timed.facts).toMatchObject([
      { name: 'Reader.during', outcome: 'ok' },
      { name: 'Reader.during', outcome: 'ok' },
    ]);
    expect(timed.facts.every(({ durationMs }) => durationMs >= 0 && durationMs < 60_000)).toBe(true);
  });

  it('in an application that provides no clock', async () => {
    using timed = collectFacts(methodTimed);
    const moduleRef = await Test.createTestingModule({ providers: [Reader] }).compile();
    expect(moduleRef.get(Reader).during(() => 5)).toBe(5);
    expect(timed.facts).toMatchObject([{ name: 'Reader.during', outcome: 'ok' }]);
    await moduleRef.close();
  });
});

@Injectable()
class Reader {
  constructor(@Optional() @Inject('nothing') readonly nothing?: unknown) {}

  @Timed()
  during<Result>(work: () => Result): Result {
    return work();
  }
}
