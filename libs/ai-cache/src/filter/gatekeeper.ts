import { cacheAnswerWithheld } from './filter.facts.js';
import type { StoreFilter } from './store-filter.js';
import { textsOf } from './texts-of.policy.js';

const MOST_RULES = 16;
const FILTER_FAILED = 'filter-failed';

/** Lets answers into the tiers, or not. */
export class Gatekeeper {
  constructor(private readonly filter: StoreFilter | undefined) {}

  /**
   * Whether this answer may be stored. It never throws: a filter that fails has not said yes.
   * @param texts what it says, where its form does not tell
   */
  admits(namespace: string, value: unknown, texts?: readonly string[]): boolean {
    const { filter } = this;
    if (filter === undefined) return true;
    const broken = new Set<string>();
    let clean = true;
    for (const text of [...textsOf(value), ...(texts ?? [])]) {
      const verdict = ask(filter, text);
      if (verdict.clean) continue;
      clean = false;
      for (const { rule } of verdict.findings ?? []) broken.add(rule);
    }
    if (!clean) cacheAnswerWithheld.publish(() => ({ namespace, rules: [...broken].slice(0, MOST_RULES) }));
    return clean;
  }
}

function ask(filter: StoreFilter, text: string): ReturnType<StoreFilter['check']> {
  try {
    return filter.check(text);
  } catch {
    return { clean: false, findings: [{ rule: FILTER_FAILED }] };
  }
}
