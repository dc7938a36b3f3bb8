import type { Clock } from '@hydrogenai/common';
import type { RateLimiter, Reservation, ReserveResult } from '@hydrogenai/rate-limit';
import type { AttemptEnd, CallProfile } from '../failover/attempt-end.js';
import type { AttemptPass, GateAnswer, GateRequest } from '../failover/attempt-gate.js';
import { aiAdmission } from './admission.facts.js';
import { amountsOf, settledAmounts, type Amounts, type CountingRule } from './counting.policy.js';
import { ExpectedUse } from './expected-use.js';
import type { Held, LimitBoard, LimitStatus } from './limit-board.js';
import { learnedLimits, type ProviderFamily } from './learned-limit.policy.js';
import type { PendingWork } from './pending-work.js';
import { soonestRoom } from './soonest-room.policy.js';
import { WaitingLine, type Asked } from './waiting-line.js';

export interface LimitScopeOptions {
  /** The lane, or the account where all models of a key share their limits. */
  readonly name: string;
  readonly family: ProviderFamily;
  readonly rule: CountingRule;
  readonly board: LimitBoard;
  readonly limiter: RateLimiter;
  readonly clock: Clock;
  readonly pending: PendingWork;
}

export interface ScopeStatus {
  readonly limits: readonly LimitStatus[];
  /** Requests that stand in line. */
  readonly waiting: number;
  /** For how long the provider asked to be left alone, in ms; 0: not at all. */
  readonly closedForMs: number;
}

/** More than can be served in any patience; those beyond are turned away, so that memory stays bounded. */
const MOST_WAITING = 10_000;

/** What is held returns after this, at the latest, when its process has crashed: the attempt's time and a little more. */
const LEASE_GRACE_MS = 5_000;
const LEASE_RANGE = { leastMs: 100, mostMs: 3_600_000 };

const NEVER: GateAnswer = { kind: 'refused', why: 'limit', retryInMs: undefined };

interface Open {
  readonly held: readonly Held[];
  readonly reservation: Reservation | undefined;
  readonly amounts: Amounts;
  readonly startedMs: number;
}

/** The limits of one lane and everybody who wants to get past them. */
export class LimitScope {
  private readonly line: WaitingLine;
  private readonly expected = new ExpectedUse();
  private closedUntilMs = -Infinity;

  constructor(private readonly options: LimitScopeOptions) {
    this.line = new WaitingLine(options.clock);
  }

  enter(request: GateRequest): GateAnswer | Promise<GateAnswer> {
    const { board } = this.options;
    if (board.isEmpty && this.closedForMs() === 0) return this.entered([], undefined, NO_AMOUNTS);
    const amounts = this.amountsOf(request.profile);
    if (!board.fits(amounts)) return NEVER;
    if (this.line.size > 0 || this.closedForMs() > 0)
      return this.turnAway(request, amounts, this.nowWaitMs(amounts));
    const asked = this.ask(amounts, request);
    return asked instanceof Promise
      ? asked.then((answer) => this.conclude(request, amounts, answer))
      : this.conclude(request, amounts, asked);
  }

  /** When a request may enter, as far as this process knows, in ms; 0: now; `undefined`: never. */
  waitMs(profile: CallProfile): number | undefined {
    return this.nowWaitMs(this.amountsOf(profile));
  }

  status(): ScopeStatus {
    return {
      limits: this.options.board.status(this.now()),
      waiting: this.line.size,
      closedForMs: Math.ceil(this.closedForMs()),
    };
  }

  /** Forgets that the provider asked to be left alone. */
  open(): void {
    this.closedUntilMs = -Infinity;
    this.line.poke();
  }

  close(): void {
    this.line.close();
  }

  private conclude(request: GateRequest, amounts: Amounts, asked: Asked): GateAnswer | Promise<GateAnswer> {
    switch (asked.kind) {
      case 'admitted':
        if (!request.signal?.aborted) return asked.answer;
        asked.giveBack();
        throw request.signal.reason;
      case 'never':
        return NEVER;
      case 'full':
        return this.turnAway(request, amounts, asked.retryInMs);
      default:
        return asked satisfies never;
    }
  }

  /** Into the line who wants to wait, and away who does not. */
  private turnAway(
    request: GateRequest,
    amounts: Amounts,
    retryInMs: number | undefined,
  ): GateAnswer | Promise<GateAnswer> {
    const { waitAtMostMs, signal } = request;
    const sinceMs = this.now();
    const refused = (): GateAnswer => {
      this.tell('refused', sinceMs);
      return { kind: 'refused', why: 'limit', retryInMs: this.nowWaitMs(amounts) };
    };
    if (waitAtMostMs <= 0 || this.line.size >= MOST_WAITING) {
      this.tell('refused', sinceMs);
      return { kind: 'refused', why: 'limit', retryInMs: retryInMs && Math.max(1, retryInMs) };
    }
    const answer = this.line.wait({
      amounts,
      waitAtMostMs,
      signal,
      refused,
      ask: () => this.ask(this.amountsOf(request.profile), request),
    });
    return answer.then((given) => {
      if (given.kind === 'entered') this.tell('waited', sinceMs);
      return given;
    });
  }

  private ask(amounts: Amounts, { timeLeftMs }: GateRequest): Asked | Promise<Asked> {
    const { board, limiter } = this.options;
    const closedForMs = this.closedForMs();
    if (closedForMs > 0) return { kind: 'full', retryInMs: closedForMs, askAgainInMs: closedForMs };
    if (!board.fits(amounts)) return { kind: 'never' };
    const held = board.hold(amounts);
    if (held.length === 0) return this.admitted([], undefined, amounts);
    const result = limiter.reserveNow(board.chargesOf(held), { lease: leaseMs(timeLeftMs) });
    return result instanceof Promise
      ? result.then((decided) => this.read(amounts, held, decided))
      : this.read(amounts, held, result);
  }

  private read(amounts: Amounts, held: readonly Held[], result: ReserveResult): Asked {
    this.options.board.note(held, result.limits, this.now());
    if (!result.allowed) return { kind: 'full', ...soonestRoom(held, result) };
    for (const { gauge, cost } of held) gauge.admitted(cost);
    return this.admitted(held, result.reservation, amounts);
  }

  private admitted(held: readonly Held[], reservation: Reservation | undefined, amounts: Amounts): Asked {
    return {
      kind: 'admitted',
      answer: this.entered(held, reservation, amounts),
      giveBack: () => this.settle(held, reservation, () => 0),
    };
  }

  private entered(held: readonly Held[], reservation: Reservation | undefined, amounts: Amounts): GateAnswer {
    const open: Open = { held, reservation, amounts, startedMs: this.now() };
    const pass: AttemptPass = {
      leave: (end) => this.leave(open, end),
      cancel: () => {
        this.settle(held, reservation, () => 0);
        this.line.poke();
      },
    };
    return { kind: 'entered', pass };
  }

  /** Charges what was used, then listens to what the provider says is left: it has counted this attempt, too. */
  private leave(open: Open, end: AttemptEnd): void {
    const { rule } = this.options;
    if (end.usage && !end.failure) {
      this.expected.learnOutput(end.usage);
      // Without limits nobody has estimated the prompt, and nobody needs to.
      if (open.held.length > 0) this.expected.learnInput(end.profile, end.usage);
    }
    const used = settledAmounts(rule, end, open.amounts);
    this.settle(open.held, open.reservation, ({ gauge }) => used[gauge.counts]);
    const retryAfterMs = end.failure?.kind === 'rate_limit' ? end.failure.retryAfterMs : undefined;
    if (end.limitHeaders) this.learn(end.limitHeaders, open, end, retryAfterMs);
    if (retryAfterMs !== undefined) {
      this.closedUntilMs = Math.max(this.closedUntilMs, this.now() + retryAfterMs);
    }
    this.line.poke();
  }

  private learn(
    limitHeaders: Readonly<Record<string, string>>,
    { startedMs }: Open,
    { profile }: AttemptEnd,
    retryAfterMs: number | undefined,
  ): void {
    const { family, board, clock, name, limiter, pending } = this.options;
    const headers = learnedLimits(family, limitHeaders, clock.now());
    const promise =
      retryAfterMs === undefined ? undefined : { amounts: this.amountsOf(profile), inMs: retryAfterMs };
    const rests = board.learn(headers, startedMs, this.now(), promise, (limit, value) =>
      aiAdmission.publish(() => ({ event: 'learned', lane: name, limit, value })),
    );
    if (rests.length > 0) pending.add(limiter.drain(rests));
  }

  private settle(
    held: readonly Held[],
    reservation: Reservation | undefined,
    usedOf: (held: Held) => number,
  ): void {
    if (!reservation) return;
    const nowMs = this.now();
    const actual: Record<string, number> = {};
    for (const one of held) {
      const used = usedOf(one);
      const { gauge, amount, cost, capacity } = one;
      // The same parts for the same amount, so that nothing is lost by rounding.
      const isAsReserved = used === amount && capacity === gauge.capacity;
      const parts = isAsReserved ? cost.parts : gauge.settledParts(used);
      actual[gauge.kind] = Math.min(parts, gauge.rate.limit * MOST_WINDOWS);
      gauge.noteSettled(cost.parts, parts, nowMs);
    }
    this.options.pending.add(reservation.settle(actual));
  }

  private amountsOf(profile: CallProfile): Amounts {
    const { board, rule } = this.options;
    const input = this.expected.inputTokens(profile);
    const { maxOutputTokens } = profile;
    if (maxOutputTokens !== undefined && rule.allowedOutputMustFit) return amountsOf(input, maxOutputTokens);
    // What may be used, but need not be, must not keep a request out for ever.
    const output = maxOutputTokens ?? this.expected.outputTokens;
    return amountsOf(input, Math.min(output, board.mostOutput(input)));
  }

  private nowWaitMs(amounts: Amounts): number | undefined {
    const waitMs = this.options.board.waitMs(amounts, this.line.amounts, this.now());
    return waitMs === undefined ? undefined : Math.max(waitMs, Math.ceil(this.closedForMs()));
  }

  private closedForMs(): number {
    // The clock is read only where a provider has asked to be left alone: a lane asks this several times an attempt.
    return this.closedUntilMs === -Infinity ? 0 : Math.max(0, this.closedUntilMs - this.now());
  }

  private tell(event: 'waited' | 'refused', sinceMs: number): void {
    const waitedMs = this.now() - sinceMs;
    aiAdmission.publish(() => ({ event, lane: this.options.name, waitedMs }));
  }

  private now(): number {
    return this.options.clock.monotonicMs();
  }
}

/** A usage report beyond it is a mistake of the provider. */
const MOST_WINDOWS = 100;

const NO_AMOUNTS: Amounts = amountsOf(0, 0);

function leaseMs(timeLeftMs: number | undefined): number {
  const { leastMs, mostMs } = LEASE_RANGE;
  const wanted = timeLeftMs === undefined ? mostMs : Math.ceil(timeLeftMs) + LEASE_GRACE_MS;
  return Math.min(mostMs, Math.max(leastMs, wanted));
}
