import {
  AspectRuntimeMissingError,
  InvalidOptionError,
  NotCanonicalError,
  Retryable,
  type HydrogenError,
} from '@hydrogenai/common';
import { FakeClock } from '@hydrogenai/common/testing';
import { Injectable, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { AiCacheModule } from '../ai-cache.module.js';
import { AiCacheService } from '../ai-cache.service.js';
import { StreamNotCacheableError } from '../engine/stream-not-cacheable.error.js';
import { Cacheable } from './cacheable.decorator.js';
import { NamespaceTakenError } from './namespace-taken.error.js';

interface Query {
  readonly id: string;
  readonly trace?: string;
}

@Injectable()
class Reports {
  calls = 0;
  readonly #secret = 'private';

  @Cacheable()
  async all(...args: unknown[]): Promise<unknown> {
    return { call: ++this.calls, args: args.length, secret: this.#secret };
  }

  @Cacheable({ namespace: 'by-id', ttl: '5s', key: (query: Query) => [query.id] })
  async byId(query: Query): Promise<string> {
    this.calls++;
    return query.id;
  }

  @Cacheable({ when: (result: string | undefined) => result !== undefined })
  maybe(id: string): string | undefined {
    this.calls++;
    return id === '' ? undefined : id;
  }

  @Cacheable()
  stream(): AsyncGenerator<string> {
    return this.chunks();
  }

  private async *chunks(): AsyncGenerator<string> {
    yield 'x';
  }
}

const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const module of open.splice(0)) await module.close();
});

async function create<T>(
  provider: Type<T>,
  ...others: Type[]
): Promise<{ instance: T; clock: FakeClock; cache: AiCacheService; get: <U>(type: Type<U>) => U }> {
  const clock = new FakeClock();
  const module = await Test.createTestingModule({
    imports: [AiCacheModule.forRoot({ clock })],
    providers: [provider, ...others],
  }).compile();
  await module.init();
  open.push(module);
  return {
    instance: module.get(provider),
    clock,
    cache: module.get(AiCacheService),
    get: (type) => module.get(type),
  };
}

describe('@Cacheable', () => {
  it('runs a method once for equal arguments, also concurrently', async () => {
    const { instance } = await create(Reports);
    const args = [{ a: 1, b: 2 }, 'x', undefined];
    const [first, second] = await Promise.all([instance.all(...args), instance.all(...args)]);
    expect(await instance.all({ b: 2, a: 1 }, 'x', undefined)).toBe(first);
    expect(second).toBe(first);
    expect(first).toEqual({ call: 1, args: 3, secret: 'private' });
    await instance.all({ a: 1, b: 3 }, 'x', undefined);
    await instance.all();
    expect(instance.calls).toBe(3);
  });

  it('counts under the name of class and method, or the given one', async () => {
    const { instance, cache } = await create(Reports);
    await instance.all();
    await instance.byId({ id: '1' });
    expect(Object.keys(cache.stats().namespaces).toSorted()).toEqual(['Reports.all', 'by-id']);
  });

  it('takes key and lifetime from its options', async () => {
    const { instance, clock } = await create(Reports);
    await instance.byId({ id: '1', trace: 'a' });
    expect(await instance.byId({ id: '1', trace: 'b' })).toBe('1');
    expect(instance.calls).toBe(1);
    clock.advance(5_000);
    await instance.byId({ id: '1' });
    expect(instance.calls).toBe(2);
  });

  it('keeps only results that `when` accepts, and makes the method asynchronous', async () => {
    const { instance } = await create(Reports);
    expect(await instance.maybe('')).toBeUndefined();
    expect(await instance.maybe('')).toBeUndefined();
    expect(instance.maybe('a')).toBeInstanceOf(Promise);
    expect(await instance.maybe('a')).toBe('a');
    expect(instance.calls).toBe(3);
  });

  it('refuses arguments that cannot be a key, naming where and how to help', async () => {
    const { instance } = await create(Reports);
    const failure = instance.all('x', { run: () => 1 });
    await expect(failure).rejects.toThrow(NotCanonicalError);
    await expect(failure).rejects.toThrow(/\$\[1\]\.run: a function .* option "key"/);
  });

  it('refuses an async generator when the class is defined, also under other decorators, naming the remedy', () => {
    const define = (): unknown => {
      class Streams {
        @Cacheable()
        @Retryable()
        async *chunks(): AsyncGenerator<string> {
          yield 'x';
        }
      }
      return Streams;
    };
    expect(define).toThrow(InvalidOptionError);
    expect(define).toThrow(
      /^@Cacheable chunks: expected a method that returns one value \(collect the chunks/,
    );
  });

  it('gives every class that inherits a method answers of its own', async () => {
    abstract class Table {
      @Cacheable()
      async rows(): Promise<string> {
        return `rows of ${this.constructor.name}`;
      }
    }
    class Users extends Table {}
    class Orders extends Table {}
    const { instance, get, cache } = await create(Users, Orders);
    expect([await instance.rows(), await get(Orders).rows()]).toEqual(['rows of Users', 'rows of Orders']);
    expect(Object.keys(cache.stats().namespaces).toSorted()).toEqual([
      'Orders(Table).rows',
      'Users(Table).rows',
    ]);
  });

  it('works on methods whose names are no plain words', async () => {
    const SYMBOL = Symbol('by symbol');
    class Named {
      calls = 0;

      @Cacheable()
      async [SYMBOL](): Promise<number> {
        return ++this.calls;
      }

      @Cacheable()
      async ['with a space'](): Promise<number> {
        return ++this.calls;
      }
    }
    const { instance } = await create(Named);
    expect([await instance[SYMBOL](), await instance[SYMBOL]()]).toEqual([1, 1]);
    expect([await instance['with a space'](), await instance['with a space']()]).toEqual([2, 2]);
  });

  it('refuses a stream that a method returns, naming the remedy', async () => {
    const { instance } = await create(Reports);
    // The decorator makes the method asynchronous, which its type does not say.
    const result = instance.stream() as unknown as Promise<unknown>;
    await expect(result).rejects.toThrow(StreamNotCacheableError);
  });

  it('says what to do on an instance that Nest did not make', async () => {
    await expect(new Reports().all()).rejects.toThrow(AspectRuntimeMissingError);
    await expect(new Reports().all()).rejects.toThrow(/Import AiCacheModule/);
  });

  it('checks its options when the class is defined', () => {
    const refused: readonly [object, string][] = [
      [{ namespace: 'a b' }, '@Cacheable namespace'],
      [{ ttl: 0.5 }, '@Cacheable ttl'],
      [{ ttl: '5 s' }, '@Cacheable ttl'],
      [{ ttl: 0 }, '@Cacheable ttl'],
      [{ key: 'id' }, '@Cacheable key'],
      [{ when: true }, '@Cacheable when'],
    ];
    for (const [options, field] of refused) {
      expect(() => Cacheable(options)).toThrow(InvalidOptionError);
      expect(() => Cacheable(options)).toThrow(new RegExp(`^${field}: `));
    }
  });

  it('refuses to mix two classes of one name instead of serving one with answers of the other', async () => {
    const first = class Twin {
      async load(): Promise<string> {
        return 'first';
      }
    };
    const second = class Twin {
      async load(): Promise<string> {
        return 'second';
      }
    };
    for (const type of [first, second]) {
      const descriptor = Object.getOwnPropertyDescriptor(type.prototype, 'load');
      if (!descriptor) throw new Error('The class has lost its method.');
      Cacheable()(type.prototype, 'load', descriptor);
      Object.defineProperty(type.prototype, 'load', descriptor);
    }
    const { instance, get } = await create(first, second);
    expect(await instance.load()).toBe('first');
    const refusal: HydrogenError = await get(second)
      .load()
      .then(
        () => new Error('not refused'),
        (error) => error,
      );
    expect(refusal).toBeInstanceOf(NamespaceTakenError);
    expect(refusal.message).toContain('Twin.load');
    expect(await instance.load()).toBe('first');
  });
});
