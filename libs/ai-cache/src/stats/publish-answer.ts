import { cacheAnswered, type CacheAnswered } from './answered.facts.js';

/** What a hit saved; nothing for what is no hit. */
interface Saved {
  readonly factoryMs: number;
  readonly costSaved: number;
}

const NOTHING: Saved = { factoryMs: 0, costSaved: 0 };

export function publishAnswer(
  { namespace }: { readonly namespace: string },
  from: CacheAnswered['from'],
  waitedMs: number,
  { factoryMs: savedMs, costSaved: savedMicroDollars }: Saved = NOTHING,
): void {
  cacheAnswered.publish(() => ({ namespace, kind: 'exact', from, waitedMs, savedMs, savedMicroDollars }));
}
