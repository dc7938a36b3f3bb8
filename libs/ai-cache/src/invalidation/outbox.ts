import { EVERYTHING, type Name } from './names.policy.js';

/** Names of one tenant that are kept one by one; beyond it everything of the tenant is invalidated. */
const MOST_NAMES = 1_000;
/** Tenants with names that wait. What comes beyond is not made up for. */
const MOST_TENANTS = 10_000;

/** Invalidations that could not be sent because Redis was away. They are made up for when it is back. */
export class Outbox {
  private readonly tenants = new Map<string, Set<Name>>();

  add(tag: string, names: readonly Name[]): void {
    let waiting = this.tenants.get(tag);
    if (waiting === undefined) {
      if (this.tenants.size >= MOST_TENANTS) return;
      this.tenants.set(tag, (waiting = new Set()));
    }
    for (const name of names) waiting.add(name);
    if (waiting.size > MOST_NAMES) this.tenants.set(tag, new Set([EVERYTHING]));
  }

  /** Takes out all that waits. */
  take(): ReadonlyMap<string, ReadonlySet<Name>> {
    if (this.tenants.size === 0) return this.tenants;
    const all = new Map(this.tenants);
    this.tenants.clear();
    return all;
  }
}
