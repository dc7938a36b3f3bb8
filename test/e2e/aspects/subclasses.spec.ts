import { Injectable } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from 'vitest';
import { InvalidOptionError, Timed, methodTimed } from '@hydrogenai/common';
import { collectFacts } from '@hydrogenai/common/testing';
import { NotedCacheable, NotedRateLimited, type Journal } from './support/noting.js';
import { runtime } from './support/runtime.js';

@Injectable()
class Base {
  @NotedCacheable()
  inherited(): string {
    return `inherited by ${this.constructor.name}`;
  }

  @NotedCacheable()
  overridden(): string {
    return 'base';
  }

  @NotedCacheable()
  redecorated(): string {
    return 'base';
  }
}

@Injectable()
class Derived extends Base {
  override overridden(): string {
    return `derived, ${super.overridden()}`;
  }

  @NotedRateLimited()
  override redecorated(): string {
    return `derived, ${super.redecorated()}`;
  }

  @NotedRateLimited()
  added(): string {
    return 'added';
  }
}

async function start(
  journal: Journal,
): Promise<{ base: Base; derived: Derived; close: () => Promise<void> }> {
  const moduleRef = await Test.createTestingModule({
    imports: [runtime({ journal })],
    providers: [Base, Derived],
  }).compile();
  return { base: moduleRef.get(Base), derived: moduleRef.get(Derived), close: () => moduleRef.close() };
}

describe('a decorated method of a base class', () => {
  it('keeps its aspect when it is inherited, beside the subclass’s own', async () => {
    const journal: Journal = [];
    const { derived, close } = await start(journal);
    expect(derived.inherited()).toBe('inherited by Derived');
    expect(derived.added()).toBe('added');
    expect(journal).toEqual(['Cacheable', 'RateLimited']);
    await close();
  });

  it('has no aspect when it is overridden, except on the way through super', async () => {
    const journal: Journal = [];
    const { derived, close } = await start(journal);
    expect(derived.overridden()).toBe('derived, base');
    expect(journal).toEqual(['Cacheable']);
    await close();
  });

  it('runs both aspects when it is overridden and decorated again, and the base stays as it was', async () => {
    const journal: Journal = [];
    const { base, derived, close } = await start(journal);
    expect(derived.redecorated()).toBe('derived, base');
    expect(journal).toEqual(['RateLimited', 'Cacheable']);
    journal.length = 0;
    expect(base.redecorated()).toBe('base');
    expect(journal).toEqual(['Cacheable']);
    await close();
  });

  it('is not changed by a subclass that decorates the inherited method itself', async () => {
    const journal: Journal = [];
    class Borrowing extends Base {}
    const descriptor = Object.getOwnPropertyDescriptor(Base.prototype, 'inherited') ?? {};
    NotedRateLimited()(Borrowing.prototype, 'inherited', descriptor);
    Object.defineProperty(Borrowing.prototype, 'inherited', descriptor);
    Injectable()(Borrowing);
    const moduleRef = await Test.createTestingModule({
      imports: [runtime({ journal })],
      providers: [Base, Borrowing],
    }).compile();
    moduleRef.get(Borrowing).inherited();
    expect(journal).toEqual(['RateLimited', 'Cacheable']);
    journal.length = 0;
    moduleRef.get(Base).inherited();
    expect(journal).toEqual(['Cacheable']);
    await moduleRef.close();
  });
});

describe('the decorated method', () => {
  const above = Symbol('above');
  const BY_SYMBOL = Symbol('work');
  class Plain {
    @Reflect.metadata('top', above)
    @Timed()
    @Reflect.metadata('middle', [1])
    @NotedCacheable()
    @Reflect.metadata('low', { deep: true })
    measure(one: number, two: string, ...rest: unknown[]): unknown[] {
      return [one, two, ...rest, this];
    }

    @Timed()
    ['computed name'](): string {
      return 'by a name with a space';
    }

    @Timed()
    [BY_SYMBOL](): string {
      return 'by a symbol';
    }
  }

  it('keeps name, length, arguments and this', () => {
    const plain = new Plain();
    expect(plain.measure.name).toBe('measure');
    expect(plain.measure.length).toBe(2);
    expect(plain.measure(1, 'a', true)).toEqual([1, 'a', true, plain]);
    expect(plain['computed name']()).toBe('by a name with a space');
    expect(plain['computed name'].name).toBe('computed name');
  });

  it('may be called by a symbol', () => {
    using timed = collectFacts(methodTimed);
    expect(new Plain()[BY_SYMBOL]()).toBe('by a symbol');
    expect(Plain.prototype[BY_SYMBOL].name).toBe('[work]');
    expect(timed.facts.map(({ name }) => name)).toEqual(['Plain.Symbol(work)']);
  });

  it('is not enumerable where it was not', () => {
    expect(Object.keys(Plain.prototype)).toEqual([]);
  });

  it('keeps the metadata of decorators above, below and between, of the property', () => {
    const kept = ['top', 'middle', 'low'].map((key) => Reflect.getMetadata(key, Plain.prototype, 'measure'));
    expect(kept).toEqual([above, [1], { deep: true }]);
    expect(Reflect.getMetadata('design:paramtypes', Plain.prototype, 'measure')).toHaveLength(3);
  });
});

describe('a decorator refuses, when the class is defined,', () => {
  it('a static method', () => {
    expect(() => {
      class Statics {
        @Timed()
        static work(): void {}
      }
      return Statics;
    }).toThrow(InvalidOptionError);
  });

  it('an accessor', () => {
    expect(() => {
      class Accessors {
        @Timed()
        get value(): number {
          return 1;
        }
      }
      return Accessors;
    }).toThrow('@Timed value: expected an instance method of a class, received nothing.');
  });
});

it('publishes nothing and touches no result while nobody listens', () => {
  class Plain {
    @Timed()
    give<Value>(value: Value): Value {
      return value;
    }
  }
  const promise = Promise.resolve(1);
  expect(new Plain().give(promise)).toBe(promise);
  using timed = collectFacts(methodTimed);
  expect(timed.facts).toEqual([]);
});
