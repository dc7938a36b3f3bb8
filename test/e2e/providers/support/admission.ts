import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import { systemClock, type Clock } from '@hydrogenai/common';
import { AdmissionGate } from '../../../../libs/ai-provider/src/admission/admission.gate.js';
import {
  resolveAdmissionOptions,
  type AdmissionOptions,
} from '../../../../libs/ai-provider/src/admission/admission.options.js';
import {
  resolveProviderLimits,
  type ProviderLimitsOptions,
} from '../../../../libs/ai-provider/src/admission/provider-limits.js';
import type { Candidate } from '../../../../libs/ai-provider/src/candidates/candidate.js';
import type { ProviderFailure } from '../../../../libs/ai-provider/src/errors/error-kind.js';
import type { AttemptEnd, CallProfile } from '../../../../libs/ai-provider/src/failover/attempt-end.js';
import type {
  AttemptPass,
  GateAnswer,
  GateRequest,
} from '../../../../libs/ai-provider/src/failover/attempt-gate.js';

export interface GateWorld extends AdmissionOptions {
  readonly limits?: Readonly<Record<string, ProviderLimitsOptions>>;
  readonly clock?: Clock;
}

/** A gate of its own; no headroom unless the test wants some. */
export function openGate({
  limits = {},
  clock = systemClock,
  ...options
}: GateWorld): Promise<AdmissionGate> {
  const resolved = resolveAdmissionOptions({ headroom: 0, ...options }, 'admission');
  return AdmissionGate.open(resolved, resolveProviderLimits(limits), clock);
}

/** `provider/model`, with `provider#2/model` for a second key. The model itself is never called. */
export function candidateOf(lane: string): Candidate {
  const slash = lane.indexOf('/');
  const [account, model] = [lane.slice(0, slash), lane.slice(slash + 1)];
  const provider = account.split('#', 1)[0] ?? account;
  return { id: `${provider}/${model}`, provider, model, account, lane };
}

export function profileOf(inputTokens: number, maxOutputTokens?: number): CallProfile {
  return { inputTokens, maxOutputTokens };
}

export interface End {
  readonly input?: number;
  readonly cacheRead?: number;
  readonly output?: number;
  readonly failure?: ProviderFailure;
  readonly headers?: Readonly<Record<string, string>>;
  readonly outputCharacters?: number;
}

/** An attempt's end: answered with so many tokens, or failed. */
export function endOf(candidate: Candidate, profile: CallProfile, end: End): AttemptEnd {
  const { input = 0, output = 0, cacheRead = 0, failure } = end;
  const usage: LanguageModelV4Usage = {
    inputTokens: { total: input, noCache: input - cacheRead, cacheRead, cacheWrite: 0 },
    outputTokens: { total: output, text: output, reasoning: 0 },
  };
  return {
    candidate,
    profile,
    entry: { provider: candidate.provider, model: candidate.model, outcome: 'answered', ms: 1 },
    failure,
    usage: failure ? undefined : usage,
    limitHeaders: end.headers,
    outputCharacters: end.outputCharacters ?? 0,
  };
}

export function requestOf(
  candidate: Candidate,
  profile: CallProfile,
  rest: Partial<GateRequest> = {},
): GateRequest {
  return { candidate, profile, waitAtMostMs: 0, signal: undefined, timeLeftMs: 60_000, ...rest };
}

/** @throws Error when the gate has refused */
export function passOf(answer: GateAnswer): AttemptPass {
  if (answer.kind === 'entered') return answer.pass;
  throw new Error(`refused, ${answer.retryInMs === undefined ? 'for good' : `for ${answer.retryInMs} ms`}`);
}
