import { collectFacts } from '@hydrogenai/common/testing';
import { Test } from '@nestjs/testing';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AiCacheModule } from '../ai-cache.module.js';
import { AiCacheService } from '../ai-cache.service.js';
import { Absent } from '../entry/absent.js';
import { cacheAnswerWithheld } from './filter.facts.js';
import type { StoreFilter } from './store-filter.js';
import { textsOf } from './texts-of.policy.js';

const CANARY = 'canary-4711';

const filter: StoreFilter = {
  version: 'canaries.1',
  check: (text) =>
    text.includes(CANARY) ? { clean: false, findings: [{ rule: 'canary' }] } : { clean: true },
};

let cache: AiCacheService;
let close: () => Promise<void>;

async function start(given: StoreFilter): Promise<void> {
  const module = await Test.createTestingModule({
    imports: [AiCacheModule.forRoot({ filter: given })],
  }).compile();
  await module.init();
  cache = module.get(AiCacheService);
  close = () => module.close();
}

beforeEach(() => start(filter));
afterEach(() => close());

const request = { namespace: 'answers', key: 'q' };

describe('a filter before the store', () => {
  it.each([
    ['a text', CANARY],
    ['a text inside', { parts: [{ text: `the key is ${CANARY}.` }] }],
    ['the name of a property', { [CANARY]: 1 }],
    ['the pieces of a stream', [...CANARY]],
    [
      'the chunks of a stream',
      { parts: [...CANARY].map((delta) => ({ type: 'text-delta', id: '0', delta })) },
    ],
    ['bytes', new Uint8Array(Buffer.from(CANARY))],
  ])('hands out what has it in %s, and keeps none of it', async (_, value) => {
    using withheld = collectFacts(cacheAnswerWithheld);
    let calls = 0;
    const factory = (): unknown => (++calls, value);
    expect(await cache.getOrCompute(request, factory)).toEqual(value);
    expect(await cache.getOrCompute(request, factory)).toEqual(value);
    expect(calls).toBe(2);
    expect(await cache.get(request)).toBe(Absent);
    expect(cache.stats()).toMatchObject({ stores: 0, refusals: 2 });
    expect(withheld.facts).toEqual([
      { namespace: 'answers', rules: ['canary'] },
      { namespace: 'answers', rules: ['canary'] },
    ]);
  });

  it('reads what the caller says that an answer says', async () => {
    const texts = ({ code }: { code: number }): readonly string[] => [`canary-${code}`];
    await cache.answer(request, () => ({ code: 4711 }), { texts });
    expect(await cache.get(request)).toBe(Absent);
    await cache.answer(request, () => ({ code: 4712 }), { texts });
    expect(await cache.get(request)).toEqual({ code: 4712 });
  });

  it('takes the older answer away when the newer one may not be stored', async () => {
    await cache.set(request, 'harmless');
    await cache.set(request, `now ${CANARY}`);
    expect(await cache.get(request)).toBe(Absent);
    expect(cache.stats()).toMatchObject({ stores: 1, refusals: 1 });
  });

  it('has not said yes when it throws', async () => {
    await close();
    await start({
      version: '1',
      check: () => {
        throw new Error(CANARY);
      },
    });
    using withheld = collectFacts(cacheAnswerWithheld);
    expect(await cache.getOrCompute(request, () => 'x')).toBe('x');
    expect(await cache.get(request)).toBe(Absent);
    expect(withheld.facts).toEqual([{ namespace: 'answers', rules: ['filter-failed'] }]);
  });
});

it('a text is seen whole, however it was cut and whatever stands between its pieces', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(CANARY.length), { maxLength: 6 }), fc.string(), (cuts, other) => {
      const edges = [0, ...cuts.sort((left, right) => left - right), CANARY.length];
      const chunks = edges.slice(1).map((end, at) => ({ other, delta: CANARY.slice(edges[at], end) }));
      expect(textsOf({ chunks }).some((text) => text.includes(CANARY))).toBe(true);
    }),
  );
});

it('texts that stand apart are not taken for one', () => {
  expect(textsOf({ a: 'canary-', b: '4711' }).join()).not.toContain(CANARY);
});
