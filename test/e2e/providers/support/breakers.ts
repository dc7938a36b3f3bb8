import { FakeClock } from '@hydrogenai/common/testing';
import { parseCandidateId } from '../../../../libs/ai-provider/src/candidates/candidate-id.js';
import type { Candidate } from '../../../../libs/ai-provider/src/candidates/candidate.js';
import type { ErrorKind } from '../../../../libs/ai-provider/src/errors/error-kind.js';
import type { AttemptPass, GateAnswer } from '../../../../libs/ai-provider/src/failover/attempt-gate.js';
import { createProviderRegistry } from '../../../../libs/ai-provider/src/providers/provider-registry.js';
import { attemptEnd, gateRequest, healthOf } from './health.js';

const registry = createProviderRegistry({
  groq: { apiKey: ['gsk_1', 'gsk_2'] },
  openai: { apiKey: 'sk-1' },
});
const lanes = (id: string): readonly Candidate[] => registry.candidates(parseCandidateId(id, 'use'));
export const [BIG] = registry.candidates(parseCandidateId('groq/big', 'use'));
export const OTHER_KEY = lanes('groq/big')[1] ?? BIG;
export const [SMALL] = registry.candidates(parseCandidateId('groq/small', 'use'));
export const [ELSEWHERE] = registry.candidates(parseCandidateId('openai/big', 'use'));
export const ALL = [BIG, OTHER_KEY, SMALL, ELSEWHERE];

export const OPTIONS = { failuresInARow: 3, openMs: 1_000, longestOpenMs: 4_000 };

/** Health with breakers that open after three failures, for 1 s, and a clock to move. */
export function startBreakers(options: Parameters<typeof healthOf>[1] = OPTIONS) {
  const clock = new FakeClock();
  const { health } = healthOf(clock, options);
  const enter = (candidate: Candidate, waitAtMostMs = 0): GateAnswer => {
    const answer = health.enter(gateRequest(candidate, { waitAtMostMs }));
    if (answer instanceof Promise) throw new Error('it did not answer at once');
    return answer;
  };
  const end = (candidate: Candidate, pass: AttemptPass, kind?: ErrorKind, ms?: number): void => {
    const ended = attemptEnd(candidate, kind && { kind }, ms);
    pass.leave(ended);
    health.attemptEnded(ended);
  };
  /** One attempt from its beginning to its end. */
  const attempt = (candidate: Candidate, kind?: ErrorKind, ms?: number): boolean => {
    const answer = enter(candidate);
    if (answer.kind === 'entered') end(candidate, answer.pass, kind, ms);
    return answer.kind === 'entered';
  };
  const fail = (candidate: Candidate, times: number, kind: ErrorKind = 'server'): void => {
    for (let time = 0; time < times; time++) attempt(candidate, kind);
  };
  return { clock, health, enter, end, attempt, fail };
}
