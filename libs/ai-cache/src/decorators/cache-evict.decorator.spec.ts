import { AspectRuntimeMissingError, InvalidOptionError } from '@hydrogenai/common';
import { Injectable } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AiCacheModule } from '../ai-cache.module.js';
import { CacheEvict } from './cache-evict.decorator.js';
import { Cacheable } from './cacheable.decorator.js';

interface Report {
  readonly customer: string;
  readonly n: number;
}

@Injectable()
class Reports {
  n = 0;

  @Cacheable({
    namespace: 'reports',
    key: (id: string) => [id],
    tags: ({ customer }: Report, id: string) => [`customer:${customer}`, `report:${id}`],
  })
  async report(id: string): Promise<Report> {
    return { customer: id.slice(0, 1), n: this.n };
  }

  @Cacheable({ tags: ['all'] })
  async total(): Promise<number> {
    return this.n;
  }

  @CacheEvict({ tags: (customer: string) => [`customer:${customer}`, 'all'] })
  async change(_customer: string): Promise<number> {
    return ++this.n;
  }

  @CacheEvict({ namespace: 'reports', key: (id: string) => [id] })
  changeOne(_id: string): number {
    return ++this.n;
  }

  @CacheEvict({ namespace: 'reports' })
  async fail(): Promise<void> {
    this.n++;
    throw new Error('half done');
  }

  @CacheEvict({ namespace: 'reports', when: 'before' })
  async clearAndRead(id: string): Promise<Report> {
    this.n++;
    return this.report(id);
  }

  @CacheEvict({ tags: ['never'] })
  @Cacheable({ tags: ['never'] })
  async neverKept(): Promise<number> {
    return ++this.n;
  }
}

let module: TestingModule;
let reports: Reports;

beforeEach(async () => {
  module = await Test.createTestingModule({
    imports: [AiCacheModule.forRoot({})],
    providers: [Reports],
  }).compile();
  await module.init();
  reports = module.get(Reports);
});

afterEach(() => module.close());

const all = (): Promise<unknown[]> =>
  Promise.all([reports.report('a1'), reports.report('a2'), reports.report('b1')]);
const numbers = async (): Promise<number[]> => (await all()).map((report) => (report as Report).n);

describe('@CacheEvict', () => {
  it('invalidates what has a tag that only the result told, and nothing else', async () => {
    expect(await numbers()).toEqual([0, 0, 0]);
    expect(await reports.total()).toBe(0);
    expect(await reports.change('a')).toBe(1);
    expect(await numbers()).toEqual([1, 1, 0]);
    expect(await reports.total()).toBe(1);
  });

  it('invalidates one key, and makes the method asynchronous', async () => {
    await all();
    expect(await reports.changeOne('a2')).toBe(1);
    expect(await numbers()).toEqual([0, 1, 0]);
  });

  it('invalidates also after a failure, which it passes on', async () => {
    await all();
    await expect(reports.fail()).rejects.toThrow('half done');
    expect(await numbers()).toEqual([1, 1, 1]);
  });

  it('invalidates before the method when asked to, so that what it stores stays', async () => {
    await all();
    expect(await reports.clearAndRead('a1')).toMatchObject({ n: 1 });
    reports.n = 9;
    expect(await numbers()).toEqual([1, 9, 9]);
  });

  it('stands around @Cacheable of the same method', async () => {
    expect([await reports.neverKept(), await reports.neverKept()]).toEqual([1, 2]);
  });

  it('says what to do on an instance that Nest did not make, and does not run the method', async () => {
    const own = new Reports();
    await expect(own.change('a')).rejects.toThrow(AspectRuntimeMissingError);
    expect(own.n).toBe(0);
  });

  it('checks its options when the class is defined', () => {
    const refused: readonly [object, string][] = [
      [{}, '@CacheEvict'],
      [{ namespace: 'a b' }, '@CacheEvict namespace'],
      [{ tags: [''] }, '@CacheEvict tags'],
      [{ tags: Array.from({ length: 65 }, (_, n) => `t${n}`) }, '@CacheEvict tags'],
      [{ tags: ['a'], key: () => 1 }, '@CacheEvict key'],
      [{ namespace: 'a', key: 'id' }, '@CacheEvict key'],
      [{ tags: ['a'], when: 'during' }, '@CacheEvict when'],
    ];
    for (const [options, field] of refused) {
      expect(() => CacheEvict(options)).toThrow(InvalidOptionError);
      expect(() => CacheEvict(options)).toThrow(new RegExp(`^${field}: `));
    }
  });
});
