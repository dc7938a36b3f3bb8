import type { LimitDecision } from '../limit/rate-limit.decision.js';

/** What the limits of one name have decided in this process since it started. Whose calls they were is not kept. */
export interface LimitStats {
  readonly name: string;
  /** Calls that there was room for. Another limit of the same call may have refused them all the same. */
  readonly admitted: number;
  /** Of those admitted: more than `nearLimitRatio` of the burst was in use. */
  readonly nearLimit: number;
  /** Calls that there was no room for. */
  readonly refused: number;
  /** The same of a limit in shadow mode, which has let them pass. */
  readonly shadowRefused: number;
  /** Of all: decided by this process alone, because the store was away. */
  readonly insured: number;
  /** Of those admitted: counted by nobody, because the store was away and the limit is `open`. */
  readonly uncounted: number;
}

type Counts = { -readonly [Field in keyof LimitStats]: LimitStats[Field] };

/** Names may be made at run time, so that there is no end to them. */
const MOST_NAMES = 1_000;

/** Stands for all names beyond; no name of a limit has parentheses. */
const OTHERS = '(others)';

/** Counts the decisions of one application. */
export class LimitCounts {
  private readonly byName = new Map<string, Counts>();

  count(decision: LimitDecision): void {
    const counts = this.countsOf(decision.limit.name);
    if (!decision.exceeded) {
      counts.admitted++;
      if (decision.nearLimit) counts.nearLimit++;
    } else if (decision.allowed) counts.shadowRefused++;
    else counts.refused++;
    if (decision.decidedBy === 'insurance') counts.insured++;
    if (decision.decidedBy === 'nobody') counts.uncounted++;
  }

  /** In the order in which the names were first asked. */
  snapshot(): readonly LimitStats[] {
    return Array.from(this.byName.values(), (counts) => ({ ...counts }));
  }

  private countsOf(name: string): Counts {
    const known = this.byName.get(name);
    if (known) return known;
    if (this.byName.size >= MOST_NAMES && name !== OTHERS) return this.countsOf(OTHERS);
    const counts = {
      name,
      admitted: 0,
      nearLimit: 0,
      refused: 0,
      shadowRefused: 0,
      insured: 0,
      uncounted: 0,
    };
    this.byName.set(name, counts);
    return counts;
  }
}
