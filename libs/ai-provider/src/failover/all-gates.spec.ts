import { sleep } from '@hydrogenai/common';
import { FakeClock } from '@hydrogenai/common/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate } from '../candidates/candidate.js';
import { allGates } from './all-gates.js';
import type { AttemptEnd } from './attempt-end.js';
import { OPEN_GATE, type AttemptGate, type GateAnswer, type GateRequest } from './attempt-gate.js';

interface Journal {
  readonly asked: number[];
  readonly waits: number[];
  readonly left: number[];
  readonly cancelled: number[];
  readonly answering: number[];
}

type Behaviour = 'enter' | 'refuse' | 'throw';
interface Script {
  readonly does: Behaviour;
  /** ms until it answers; `undefined`: at once. */
  readonly afterMs: number | undefined;
}

const REFUSED: GateAnswer = { kind: 'refused', why: 'limit', retryInMs: 7 };
const FAILURE = new Error('the gate is broken');

function gatesOf(scripts: readonly Script[], clock: FakeClock) {
  const journal: Journal = { asked: [], waits: [], left: [], cancelled: [], answering: [] };
  const gates = scripts.map<AttemptGate>(({ does, afterMs }, index) => {
    const answer = (): GateAnswer => {
      if (does === 'throw') throw FAILURE;
      if (does === 'refuse') return REFUSED;
      const pass = {
        leave: () => void journal.left.push(index),
        cancel: () => void journal.cancelled.push(index),
        answering: () => void journal.answering.push(index),
      };
      return { kind: 'entered', pass };
    };
    return {
      enter({ waitAtMostMs }) {
        journal.asked.push(index);
        journal.waits.push(waitAtMostMs);
        return afterMs === undefined ? answer() : sleep(clock, afterMs).then(answer);
      },
    };
  });
  return { gates, journal };
}

// Gates of a test look at the wait only.
const request = (waitAtMostMs: number): GateRequest => ({
  candidate: {} as Candidate,
  profile: { inputTokens: 1, maxOutputTokens: 1 },
  waitAtMostMs,
  signal: undefined,
});
const END = {} as AttemptEnd;

const script = fc.record<Script>({
  does: fc.constantFrom<Behaviour>('enter', 'enter', 'enter', 'refuse', 'throw'),
  afterMs: fc.option(fc.integer({ min: 0, max: 50 }), { nil: undefined }),
});

describe('several gates as one', () => {
  it('leave every pass exactly once, whatever the gates do and when', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(script, { maxLength: 5 }), fc.boolean(), async (scripts, began) => {
        const clock = new FakeClock();
        const { gates, journal } = gatesOf(scripts, clock);
        const stop = scripts.findIndex(({ does }) => does !== 'enter');
        let outcome: GateAnswer | undefined;
        let thrown: unknown;
        try {
          const asked = allGates(gates, clock).enter(request(0));
          const slow = scripts
            .slice(0, stop < 0 ? undefined : stop + 1)
            .some(({ afterMs }) => afterMs !== undefined);
          expect(asked instanceof Promise).toBe(slow);
          const [settled] = await Promise.allSettled([asked, clock.advanceAsync(1_000)]);
          if (settled.status === 'fulfilled') outcome = settled.value;
          else thrown = settled.reason;
        } catch (error) {
          thrown = error;
        }
        const before = Array.from({ length: stop < 0 ? scripts.length : stop }, (_, index) => index);
        expect(journal.asked).toEqual(stop < 0 ? before : [...before, stop]);
        if (stop < 0) {
          expect(outcome?.kind).toBe('entered');
          expect([journal.left, journal.cancelled]).toEqual([[], []]);
          if (outcome?.kind !== 'entered') return;
          if (began) outcome.pass.leave(END);
          else outcome.pass.cancel();
          expect(began ? journal.left : journal.cancelled).toEqual(before.toReversed());
          expect(began ? journal.cancelled : journal.left).toEqual([]);
          return;
        }
        expect(scripts[stop]?.does === 'throw' ? thrown : outcome).toBe(
          scripts[stop]?.does === 'throw' ? FAILURE : REFUSED,
        );
        expect([journal.left, journal.cancelled]).toEqual([[], before.toReversed()]);
      }),
      { numRuns: 500 },
    );
  });

  it('share one wait: what the first has used up is not there for the next', async () => {
    const clock = new FakeClock();
    const slow = { does: 'enter', afterMs: 30 } as const;
    const { gates, journal } = gatesOf([slow, slow, { ...slow, afterMs: undefined }], clock);
    void allGates(gates, clock).enter(request(50));
    await clock.advanceAsync(100);
    expect(journal.waits).toEqual([50, 20, 0]);
  });

  it('tell all that the first content has come', () => {
    const clock = new FakeClock();
    const free = { does: 'enter', afterMs: undefined } as const;
    const { gates, journal } = gatesOf([free, free], clock);
    const answer = allGates(gates, clock).enter(request(0));
    if (answer instanceof Promise || answer.kind !== 'entered') throw new Error('it did not enter at once');
    answer.pass.answering?.();
    expect(journal.answering).toEqual([0, 1]);
  });

  it('are one gate themselves where there is one, and open where there is none', () => {
    const clock = new FakeClock();
    expect(allGates([], clock)).toBe(OPEN_GATE);
    expect(allGates([OPEN_GATE], clock)).toBe(OPEN_GATE);
  });
});
