import { Inject, Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { expect, it } from 'vitest';

@Injectable()
class Clock {
  public readonly now = 17;
}

@Injectable()
class Watch {
  @Inject(Clock) public readonly byProperty: Clock | undefined;
  public constructor(public readonly byType: Clock) {}
}

@Module({ providers: [Clock, Watch] })
class WatchModule {}

it('compiles decorators with parameter types, so that Nest injects in specs as it does in the build', async () => {
  const moduleRef = await Test.createTestingModule({ imports: [WatchModule] }).compile();
  const watch = moduleRef.get(Watch);
  expect(watch.byType.now).toBe(17);
  expect(watch.byProperty).toBe(watch.byType);
});
