import type { Candidate } from '../candidates/candidate.js';
import type { BreakerScope } from './breaker.policy.js';

/** Under which names things are known of one lane; where a provider has one key, several are the same. */
export interface LaneNames {
  /** What a pause may be for. */
  readonly pauses: readonly string[];
  /** What a breaker may be for: the model and the provider. */
  readonly breakers: readonly string[];
  /** What an operator may drain. */
  readonly drains: readonly string[];
}

export function laneNamesOf({ provider, account, id, lane }: Candidate): LaneNames {
  return {
    pauses: different(lane, id, account),
    breakers: different(id, provider),
    drains: different(provider, account, id, lane),
  };
}

/** Whose breaker has this name. */
export function breakerScopeOf(name: string): BreakerScope {
  return name.includes('/') ? 'model' : 'provider';
}

/** Whether a name is the provider's, one of its keys' or one of its models'. */
export function belongsTo(provider: string, name: string): boolean {
  return name === provider || name.startsWith(`${provider}/`) || name.startsWith(`${provider}#`);
}

function different(...names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
