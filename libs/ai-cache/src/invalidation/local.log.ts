import { tenantTag } from '../entry/cache-key.policy.js';
import type { InvalidationUsage } from './invalidation-usage.js';
import type { Invalidation, InvalidationLog } from './invalidation-log.js';
import type { Name } from './names.policy.js';
import type { Scope } from './scope.js';
import { Scopes } from './scopes.js';
import { OUTDATED, type Stamp, type Verdict } from './stamp.js';

const LIFE = '1';

/** The log of one process without Redis: the same rules, at once and without messages. */
export class LocalLog implements InvalidationLog {
  private readonly scopes = new Scopes((scope) => scope.join({ life: LIFE, n: this.sent }));
  /** One count for all tenants, so that a tenant that was forgotten does not begin before its old stamps. */
  private sent = 0;

  isTrusted(): boolean {
    return true;
  }

  isReachable(): boolean {
    return true;
  }

  scope(tenant: string | undefined): Scope {
    return this.scopes.of(tenantTag(tenant));
  }

  capture(tenant: string | undefined): Stamp {
    this.scope(tenant);
    return { life: LIFE, n: this.sent };
  }

  verify(tenant: string | undefined, stamp: Stamp, names: readonly Name[]): Verdict {
    const scope = this.scope(tenant);
    const current = scope.covers(stamp) && scope.newestOf(names) <= stamp.n;
    return current ? { kind: 'current', stamp: { life: LIFE, n: this.sent } } : OUTDATED;
  }

  /** There is no shared store, so there is nothing to write. */
  async commit(
    tenant: string | undefined,
    stamp: Stamp,
    names: readonly Name[],
  ): Promise<'stored' | 'outdated'> {
    return this.verify(tenant, stamp, names).kind === 'current' ? 'stored' : 'outdated';
  }

  async invalidate(tenant: string | undefined, names: readonly Name[]): Promise<Invalidation> {
    const scope = this.scope(tenant);
    this.sent += 1;
    scope.raise(this.sent, names);
    return {
      stamp: { life: LIFE, n: this.sent },
      acknowledged: Promise.resolve({ reached: 'everyone', processes: 1 }),
    };
  }

  usage(): InvalidationUsage {
    return {
      state: 'local',
      sent: this.sent,
      heard: this.sent,
      gaps: 0,
      lagMs: undefined,
      acknowledgedMs: undefined,
      unacknowledged: 0,
    };
  }

  async open(): Promise<void> {
    return Promise.resolve();
  }

  close(): void {
    // Nothing is open.
  }
}
