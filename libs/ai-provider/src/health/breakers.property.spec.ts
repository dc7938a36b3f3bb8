import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL, BIG, OPTIONS, startBreakers } from '../../../../test/e2e/providers/support/breakers.js';
import type { Candidate } from '../candidates/candidate.js';
import { ERROR_KINDS, type ErrorKind } from '../errors/error-kind.js';
import { ERROR_RULES } from '../errors/error-rules.js';
import type { AttemptPass } from '../failover/attempt-gate.js';

describe('over any history', () => {
  type Step =
    | { readonly do: 'enter'; readonly lane: number }
    | { readonly do: 'end'; readonly which: number; readonly kind: ErrorKind | undefined }
    | { readonly do: 'cancel' | 'answering'; readonly which: number }
    | { readonly do: 'pass'; readonly ms: number };
  const kind = fc.option(fc.constantFrom(...ERROR_KINDS), { nil: undefined });
  const which = fc.nat({ max: 20 });
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('enter' as const), lane: fc.nat({ max: 3 }) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('end' as const), which, kind }) },
    fc.record({ do: fc.constantFrom('cancel' as const, 'answering' as const), which }),
    fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(1, 99, 500, 1_000, 4_000, 300_000) }),
  );

  it('one probe at most is under way at a model, and nobody is left alone longer than the rules say', () => {
    const longestRule = Math.max(...ERROR_KINDS.map((each) => ERROR_RULES[each].coolMs));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const { clock, health, enter, end } = startBreakers();
        const running: { candidate: Candidate; pass: AttemptPass; probe: boolean; answering: boolean }[] = [];
        for (const each of steps) {
          switch (each.do) {
            case 'enter': {
              const candidate = ALL[each.lane] ?? BIG;
              const probe = health.stateOf(candidate).state === 'half_open';
              const answer = enter(candidate);
              if (answer.kind === 'entered')
                running.push({ candidate, pass: answer.pass, probe, answering: false });
              break;
            }
            case 'end': {
              const [one] = running.splice(each.which % Math.max(1, running.length), 1);
              if (one) end(one.candidate, one.pass, each.kind);
              break;
            }
            case 'cancel': {
              const [one] = running.splice(each.which % Math.max(1, running.length), 1);
              one?.pass.cancel();
              break;
            }
            case 'answering': {
              const one = running[each.which % Math.max(1, running.length)];
              if (one && !one.answering) {
                one.pass.answering?.();
                one.answering = true;
              }
              break;
            }
            case 'pass':
              clock.advance(each.ms);
              break;
            default:
              each satisfies never;
          }
          for (const { id } of ALL) {
            const probes = running.filter((one) => one.candidate.id === id && one.probe && !one.answering);
            expect(probes.length).toBeLessThanOrEqual(1);
          }
          for (const candidate of ALL) {
            expect(health.blockedMs(candidate)).toBeLessThanOrEqual(
              Math.max(longestRule, OPTIONS.longestOpenMs),
            );
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
