import { FakeClock } from '@hydrogenai/common/testing';
import fc from 'fast-check';
import type { AdmissionGate } from '../../../../libs/ai-provider/src/admission/admission.gate.js';
import type { CallProfile } from '../../../../libs/ai-provider/src/failover/attempt-end.js';
import type { AttemptPass } from '../../../../libs/ai-provider/src/failover/attempt-gate.js';
import { candidateOf, endOf, profileOf, requestOf, type End } from './admission.js';
import { ReferenceLimit } from './reference-limit.js';

export const MINUTE_MS = 60_000;
/** An attempt's time and what admission adds to it. */
const LEASE_MS = 30_000 + 5_000;
export const lane = candidateOf('groq/a');

export const share = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100);

const step = fc.record({
  gapMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20_000 })),
  kind: fc.constantFrom('enter', 'enter', 'enter', 'leave', 'leave', 'come back when told'),
  /** Of the tokens that fit at all. */
  input: share,
  output: share,
  /** Used of the output that was allowed: more than all, sometimes. */
  usage: fc.integer({ min: 0, max: 150 }).map((percent) => percent / 100),
  ending: fc.constantFrom(
    'answered',
    'answered',
    'heard',
    'heard',
    'unsent',
    'overloaded',
    'timeout',
    'crashed',
  ),
  /** What the provider says is left, and of which limit, as a share of the configured one. */
  remaining: share,
  limit: fc.integer({ min: 50, max: 100 }).map((percent) => percent / 100),
});
/** Requests, answers, failures and crashes at one lane, in any order. */
export const lives = fc.record({
  requests: fc.integer({ min: 1, max: 30 }),
  tokens: fc.integer({ min: 10, max: 20_000 }),
  headroom: fc.constantFrom(0, 0, 0.05, 0.5),
  steps: fc.array(step, { minLength: 5, maxLength: 30, size: 'max' }),
});
export type Life = typeof lives extends fc.Arbitrary<infer One> ? One : never;
type Step = Life['steps'][number];

interface OpenAttempt {
  readonly id: number;
  readonly pass: AttemptPass;
  readonly profile: CallProfile;
  readonly startedMs: number;
}

/** How often what happened, in all lives. */
export const seen = { admitted: 0, refused: 0, heard: 0, crashed: 0, keptWord: 0 };

/** Lives a life, and stops at the first answer of the gate that differs from the reference's. */
export class LivedLife {
  private readonly clock = new FakeClock();
  private readonly open: OpenAttempt[] = [];
  private readonly requests: ReferenceLimit;
  private readonly tokens: ReferenceLimit;
  private ids = 0;

  constructor(
    private readonly life: Life,
    private readonly gate: AdmissionGate,
    clock: FakeClock,
  ) {
    this.clock = clock;
    this.requests = new ReferenceLimit(life.requests, MINUTE_MS, life.headroom);
    this.tokens = new ReferenceLimit(life.tokens, MINUTE_MS, life.headroom);
  }

  run(): void {
    for (const one of this.life.steps) {
      this.clock.advance(one.gapMs);
      if (one.kind === 'leave') this.leave(one);
      else this.enter(one);
    }
    this.returns();
  }

  private enter(one: Step): void {
    const input = 1 + Math.floor((this.tokens.capacity * one.input) / 3);
    const output = Math.floor((this.tokens.capacity * one.output) / 2);
    if (input + output > this.tokens.capacity) return;
    const profile = profileOf(input, output);
    const retryInMs = this.ask(profile);
    if (one.kind !== 'come back when told' || retryInMs === undefined) return;
    // With attempts open, when there is room depends on what they use.
    if (this.requests.isHeld || this.tokens.isHeld) return;
    this.clock.advance(retryInMs);
    seen.keptWord += 1;
    if (this.ask(profile) !== undefined) throw new Error('it was turned away again when it came as told');
  }

  /** Asks the gate, compares its answer with the reference's, and gives the wait when it was turned away. */
  private ask(profile: CallProfile): number | undefined {
    const nowMs = this.clock.monotonicMs();
    const tokens = profile.inputTokens + (profile.maxOutputTokens ?? 0);
    const left = Math.min(this.requests.leftAfter(nowMs, 1), this.tokens.leftAfter(nowMs, tokens));
    const answer = this.gate.enter(requestOf(lane, profile, { timeLeftMs: 30_000 }));
    if (answer instanceof Promise) throw new Error('memory answers at once');
    // Parts are a billionth of the limit, and one may be lost or won at each step.
    const rounding = 1e-6;
    if (answer.kind === 'refused') {
      if (left > rounding) throw new Error(`a phantom block: ${left} of the limit would be left`);
      if (!(answer.retryInMs !== undefined && answer.retryInMs > 0)) throw new Error('no honest wait');
      seen.refused += 1;
      return answer.retryInMs;
    }
    if (left < -rounding) throw new Error(`above the cap: by ${-left} of the limit`);
    seen.admitted += 1;
    const id = this.ids++;
    this.open.push({ id, pass: answer.pass, profile, startedMs: nowMs });
    this.requests.hold(nowMs, id, 1, nowMs + LEASE_MS);
    this.tokens.hold(nowMs, id, tokens, nowMs + LEASE_MS);
    return undefined;
  }

  private leave(one: Step): void {
    // Attempts end in any order.
    const [attempt] = this.open.splice(Math.floor(one.input * (this.open.length - 1)), 1);
    if (!attempt) return;
    if (one.ending === 'crashed') {
      seen.crashed += 1;
      return;
    }
    const { inputTokens: input, maxOutputTokens: allowed = 0 } = attempt.profile;
    const output = Math.floor(allowed * one.usage);
    const limit = Math.max(1, Math.floor(this.life.tokens * one.limit));
    const remaining = Math.floor(limit * one.remaining);
    const ends: Record<Exclude<Step['ending'], 'crashed'>, readonly [End, number, number]> = {
      answered: [{ input, output }, 1, input + output],
      heard: [{ input, output, headers: headers(limit, remaining) }, 1, input + output],
      unsent: [{ failure: { kind: 'network', unsent: true } }, 0, 0],
      overloaded: [{ failure: { kind: 'overloaded', httpStatus: 529 } }, 1, 0],
      timeout: [{ failure: { kind: 'timeout', timeout: 'total' } }, 1, input + allowed],
    };
    const [end, requests, tokens] = ends[one.ending];
    const nowMs = this.clock.monotonicMs();
    attempt.pass.leave(endOf(lane, attempt.profile, end));
    this.requests.settle(nowMs, attempt.id, requests);
    this.tokens.settle(nowMs, attempt.id, tokens);
    if (one.ending !== 'heard') return;
    seen.heard += 1;
    this.tokens.hear(nowMs, limit, remaining, attempt.startedMs);
  }

  /** With everybody gone, and after their leases and the longest debt, everything is there again. */
  private returns(): void {
    for (const { pass, profile } of this.open)
      pass.leave(endOf(lane, profile, { failure: { kind: 'network', unsent: true } }));
    this.clock.advance(LEASE_MS + 30 * MINUTE_MS);
    for (const { name, remaining } of this.gate.limitsOf([lane])[0]?.limits ?? []) {
      const { capacity } = name === 'requestsPerMinute' ? this.requests : this.tokens;
      if (remaining !== capacity) throw new Error(`${remaining} of ${capacity} have returned to ${name}`);
    }
    const whole = this.gate.enter(requestOf(lane, profileOf(this.tokens.capacity, 0)));
    if (whole instanceof Promise || whole.kind !== 'entered') throw new Error('not everything has returned');
  }
}

const headers = (limit: number, remaining: number): Readonly<Record<string, string>> => ({
  'x-ratelimit-limit-tokens': String(limit),
  'x-ratelimit-remaining-tokens': String(remaining),
});
