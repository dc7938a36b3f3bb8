import { factChannel, type Clock } from '@hydrogenai/common';
import type { ErrorKind } from '../errors/error-kind.js';
import type { BoardEntry, BoardLease, SharedBoard } from './board/shared-board.js';
import type { ResolvedBreakerOptions } from './breaker.options.js';
import {
  afterAttempt,
  EMPTY_WINDOW,
  openFor,
  type BreakerState,
  type BreakerWindow,
  type Evidence,
} from './breaker.policy.js';

/** A breaker has changed its mind. `name` is a provider or `provider/model`. */
export type BreakerFact =
  | { readonly event: 'opened'; readonly name: string; readonly forMs: number; readonly kind: ErrorKind }
  | { readonly event: 'closed'; readonly name: string };

/** Facts of the breakers that this process opens and closes: `hydrogenai:ai.breaker`. */
export const aiBreaker = factChannel<BreakerFact>('ai.breaker');

const CLOSED: BreakerState = { state: 'closed' };

/** A breaker that nobody has probed for this long after its time is closed: what it knew is stale. */
export const HALF_OPEN_MS = 300_000;

/** While another process probes, this one does not ask again so soon. */
const PROBED_ELSEWHERE_MS = 250;

/** The breakers of providers and models. What is open is on the board, so that all processes know; counting is each one's own. */
export class Breakers {
  private readonly windows = new Map<string, BreakerWindow>();
  /** Until when somebody is believed to probe; Infinity while it is this process. */
  private readonly probedUntil = new Map<string, number>();

  constructor(
    private readonly board: SharedBoard,
    private readonly clock: Clock,
    readonly options: ResolvedBreakerOptions,
  ) {}

  stateOf(name: string): BreakerState {
    const entry = this.entryOf(name);
    if (!entry) return CLOSED;
    const now = this.clock.monotonicMs();
    const forMs = entry.endsAtMs - HALF_OPEN_MS - now;
    if (forMs > 0) return { state: 'open', forMs };
    return { state: 'half_open', probing: (this.probedUntil.get(name) ?? 0) > now };
  }

  /** Which failure opened it, while it is not closed. */
  kindOf(name: string): string | undefined {
    return this.entryOf(name)?.value['kind']?.toString();
  }

  /** The right to probe, or `undefined` while somebody else does. */
  probe(name: string): BoardLease | undefined | Promise<BoardLease | undefined> {
    this.probedUntil.set(name, Infinity);
    const lease = this.board.lease(name);
    return lease instanceof Promise
      ? lease.then((answered) => this.probing(name, answered))
      : this.probing(name, lease);
  }

  /** What a probe has found out. The right to it is given back. */
  settle(name: string, evidence: Evidence, kind: ErrorKind | undefined): void {
    const entry = this.entryOf(name);
    if (evidence === 'failed' && kind !== undefined) this.open(name, kind, entry);
    else if (evidence !== 'nothing') this.close(name);
  }

  /** Counts an attempt of everyday. What began before the breaker opened no longer matters to it. */
  count(name: string, evidence: Evidence, kind: ErrorKind | undefined): void {
    if (evidence !== 'answered' && evidence !== 'failed') return;
    if (this.entryOf(name)) {
      // Perhaps another process opened it: what this one had counted is of the past when it closes.
      this.windows.delete(name);
      return;
    }
    const before = this.windows.get(name) ?? EMPTY_WINDOW;
    const { window, opens } = afterAttempt(before, evidence, this.clock.monotonicMs(), this.options);
    this.windows.set(name, window);
    if (opens && kind !== undefined) this.open(name, kind, undefined);
  }

  /** Closes a breaker because somebody knows that it may be. */
  close(name: string): void {
    if (!this.entryOf(name)) return;
    this.board.remove(keyOf(name));
    aiBreaker.publish(() => ({ event: 'closed', name }));
  }

  /** Names of the breakers that are not closed. */
  opened(): readonly string[] {
    return this.board.list(PREFIX).map(({ key }) => key.slice(PREFIX.length));
  }

  private open(name: string, kind: ErrorKind, before: BoardEntry | undefined): void {
    const lastMs = before?.value['openMs'];
    const forMs = openFor(typeof lastMs === 'number' ? lastMs : undefined, this.options);
    const value = { openMs: forMs, kind };
    this.windows.delete(name);
    this.board.put({ key: keyOf(name), forMs: forMs + HALF_OPEN_MS, value, keep: 'latest' });
    aiBreaker.publish(() => ({ event: 'opened', name, forMs, kind }));
  }

  private probing(name: string, lease: BoardLease | undefined): BoardLease | undefined {
    if (!lease) {
      this.probedUntil.set(name, this.clock.monotonicMs() + PROBED_ELSEWHERE_MS);
      return undefined;
    }
    return {
      release: () => {
        this.probedUntil.delete(name);
        lease.release();
      },
    };
  }

  private entryOf(name: string): BoardEntry | undefined {
    return this.board.isEmpty ? undefined : this.board.get(keyOf(name));
  }
}

const PREFIX = 'open:';

function keyOf(name: string): string {
  return PREFIX + name;
}
