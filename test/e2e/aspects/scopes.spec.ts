import { Inject, Injectable, Optional, Scope, type OnModuleInit } from '@nestjs/common';
import { ContextIdFactory, NestFactory } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from 'vitest';
import { CLOCK, Timed, methodTimed, type Clock } from '@hydrogenai/common';
import { FakeClock, collectFacts } from '@hydrogenai/common/testing';
import { rootModule, runtime } from './support.js';

/** Takes 7 ms of the fake clock that Nest gave to this application, so a fact shows which clock measured it. */
const TOOK = { outcome: 'ok', durationMs: 7 } as const;

@Injectable()
class Singleton implements OnModuleInit {
  readonly #secret = 'private';
  constructor(@Inject(CLOCK) private readonly clock: FakeClock) {}

  onModuleInit(): void {
    this.work();
  }

  @Timed()
  work(): string {
    this.clock.advance(7);
    return this.#secret;
  }

  @Timed()
  outer(): string {
    return this.work();
  }
}

@Injectable({ scope: Scope.REQUEST })
class PerRequest {
  constructor(@Inject(CLOCK) private readonly clock: FakeClock) {}

  @Timed()
  work(): void {
    this.clock.advance(7);
  }
}

@Injectable({ scope: Scope.TRANSIENT })
class PerConsumer {
  constructor(@Inject(CLOCK) private readonly clock: FakeClock) {}

  @Timed()
  work(): void {
    this.clock.advance(7);
  }
}

@Injectable()
class FirstConsumer {
  constructor(@Inject(PerConsumer) readonly part: PerConsumer) {}
}

@Injectable()
class SecondConsumer {
  constructor(@Inject(PerConsumer) readonly part: PerConsumer) {}
}

describe('a decorated method works', () => {
  it('in onModuleInit, with private fields, and on calls of the class to itself', async () => {
    using timed = collectFacts(methodTimed);
    const app = await NestFactory.createApplicationContext(
      rootModule({ imports: [runtime({ clock: new FakeClock() })], providers: [Singleton] }),
      { logger: false },
    );
    expect(timed.facts).toEqual([{ name: 'Singleton.work', ...TOOK }]);
    expect(app.get(Singleton).outer()).toBe('private');
    expect(timed.facts.slice(1)).toEqual([
      { name: 'Singleton.work', ...TOOK },
      { name: 'Singleton.outer', ...TOOK },
    ]);
    await app.close();
  });

  it('in request scope, on an instance of its own for each request', async () => {
    using timed = collectFacts(methodTimed);
    const moduleRef = await Test.createTestingModule({
      imports: [runtime({ clock: new FakeClock() })],
      providers: [PerRequest],
    }).compile();
    const first = await moduleRef.resolve(PerRequest, ContextIdFactory.create());
    const second = await moduleRef.resolve(PerRequest, ContextIdFactory.create());
    first.work();
    second.work();
    expect(first).not.toBe(second);
    expect(timed.facts).toEqual([
      { name: 'PerRequest.work', ...TOOK },
      { name: 'PerRequest.work', ...TOOK },
    ]);
    await moduleRef.close();
  });

  it('in transient scope, on an instance of its own for each consumer', async () => {
    using timed = collectFacts(methodTimed);
    const moduleRef = await Test.createTestingModule({
      imports: [runtime({ clock: new FakeClock() })],
      providers: [PerConsumer, FirstConsumer, SecondConsumer],
    }).compile();
    const first = moduleRef.get(FirstConsumer).part;
    const second = moduleRef.get(SecondConsumer).part;
    first.work();
    second.work();
    expect(first).not.toBe(second);
    expect(timed.facts).toEqual([
      { name: 'PerConsumer.work', ...TOOK },
      { name: 'PerConsumer.work', ...TOOK },
    ]);
    await moduleRef.close();
  });

  it('in two applications of one process, each measured by its own clock, started and stopped twice', async () => {
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
