import type { Clock } from '@hydrogenai/common';
import { Outage } from '../outage.js';
import { aiBudget } from './budget.facts.js';
import { BudgetSettlements } from './budget-settlements.js';
import type {
  BudgetBucket,
  BudgetStore,
  Reservation,
  ReserveOutcome,
  ReserveRequest,
  SpendListener,
} from './budget.store.js';
import { MemoryBudgetStore } from './memory-budget.store.js';
import type { RedisBudgets, RedisDecision } from './redis-budgets.js';

export interface SharedBudgetStoreOptions {
  readonly redis: Pick<RedisBudgets, 'reserve' | 'settle'>;
  readonly clock: Clock;
  readonly leaseMs: number;
  /** How long Redis may take for a decision, in ms. */
  readonly deadlineMs: number;
  /** Processes that share the budgets; without Redis each has an equal part of what was left. */
  readonly instances: number;
  readonly onSpent: SpendListener;
}

/** While Redis does not answer one call in so many ms asks it; the others do not wait for it. */
const PROBE_EVERY_MS = 250;
/** Buckets of which it is remembered what was spent when Redis last said so. */
const MOST_REMEMBERED = 10_000;

/**
 * Budgets of several processes on Redis. Without Redis a process may spend its share of what was left when it last heard;
 * what it spends meanwhile is charged on Redis as soon as that is back.
 */
export class SharedBudgetStore implements BudgetStore {
  private readonly settlements: BudgetSettlements;
  private readonly outage: Outage;
  private readonly spentOf = new Map<string, number>();
  private local: MemoryBudgetStore;
  private localIsUsed = false;
  private nextProbeMs = 0;

  constructor(private readonly options: SharedBudgetStoreOptions) {
    const { redis, clock, onSpent } = options;
    this.outage = new Outage(clock, {
      began: () => aiBudget.publish(() => ({ event: 'store_lost' })),
      over: (outageMs) => {
        aiBudget.publish(() => ({ event: 'store_back', outageMs }));
      },
    });
    this.local = this.emptyLocal();
    this.settlements = new BudgetSettlements({
      redis,
      clock,
      onSpent: (bucket, before, after) => {
        this.remember(bucket.name, after);
        onSpent(bucket, before, after);
      },
      ended: (sent) => {
        if (!sent) this.outage.failed();
        else this.answered();
      },
    });
  }

  async reserve(request: ReserveRequest): Promise<ReserveOutcome> {
    if (!this.mayAsk()) return this.reserveLocally(request);
    let decision: RedisDecision;
    try {
      decision = await this.options.redis.reserve(request, this.options.deadlineMs);
    } catch {
      // Why is told by the facts of the connection.
      this.outage.failed();
      this.nextProbeMs = this.options.clock.monotonicMs() + PROBE_EVERY_MS;
      // It may have been held all the same, by a command that arrived late.
      for (const bucket of request.buckets) this.settlements.add(bucket, 0, request);
      return this.reserveLocally(request);
    }
    this.answered();
    const { states, reserved } = decision;
    request.buckets.forEach(({ name }, index) => this.remember(name, states[index]?.spent ?? 0));
    return reserved ? { kind: 'reserved', reservation: this.onRedis(request) } : { kind: 'refused', states };
  }

  async close(): Promise<void> {
    await this.settlements.close();
  }

  private onRedis({ leaseId, amount, buckets }: ReserveRequest): Reservation {
    return {
      settle: (actual) => {
        for (const bucket of buckets) this.settlements.add(bucket, actual, { leaseId, amount });
      },
    };
  }

  private reserveLocally(request: ReserveRequest): ReserveOutcome {
    this.localIsUsed = true;
    const shares = request.buckets.map((bucket) => ({ ...bucket, limit: this.shareOf(bucket) }));
    const outcome = this.local.reserve({ ...request, buckets: shares });
    if (outcome.kind === 'refused') {
      // As if the others had spent their shares, so that a refusal reads the same.
      const states = outcome.states.map(({ spent, held }, index) => ({
        spent: spent + (request.buckets[index]?.limit ?? 0) - (shares[index]?.limit ?? 0),
        held,
      }));
      return { kind: 'refused', states };
    }
    const { reservation } = outcome;
    return {
      kind: 'reserved',
      reservation: {
        settle: (actual) => {
          reservation.settle(actual);
          for (const bucket of request.buckets) this.settlements.add(bucket, actual);
        },
      },
    };
  }

  private shareOf({ name, limit }: BudgetBucket): number {
    return Math.floor(Math.max(0, limit - (this.spentOf.get(name) ?? 0)) / this.options.instances);
  }

  private answered(): void {
    this.outage.succeeded();
    // What was spent without Redis counts here until it counts there, in case that is lost again at once.
    if (this.localIsUsed && this.settlements.isEmpty) {
      this.local = this.emptyLocal();
      this.localIsUsed = false;
    }
  }

  private mayAsk(): boolean {
    if (!this.outage.isOn) return true;
    const nowMs = this.options.clock.monotonicMs();
    if (nowMs < this.nextProbeMs) return false;
    this.nextProbeMs = nowMs + PROBE_EVERY_MS;
    return true;
  }

  private remember(name: string, spent: number): void {
    this.spentOf.delete(name);
    if (this.spentOf.size >= MOST_REMEMBERED) {
      const [oldest] = this.spentOf.keys();
      if (oldest !== undefined) this.spentOf.delete(oldest);
    }
    this.spentOf.set(name, spent);
  }

  private emptyLocal(): MemoryBudgetStore {
    const { clock, leaseMs } = this.options;
    return new MemoryBudgetStore({ clock, leaseMs });
  }
}
