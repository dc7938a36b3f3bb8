import type { Candidate, Vendors } from '../candidates/candidate.js';
import type { ProviderFamily } from './learned-limit.policy.js';

/**
 * Whose headers and counting a candidate has: that of the wire it speaks, which its package of the AI SDK tells first.
 * Everybody else imitates OpenAI.
 */
export function familyOf({
  vendors = [],
  provider,
}: Candidate & { readonly vendors?: Vendors }): ProviderFamily {
  for (const name of [...vendors, provider]) {
    if (name.startsWith('anthropic')) return 'anthropic';
    if (name.startsWith('groq')) return 'groq';
    if (name.startsWith('openai') || name.startsWith('azure')) return 'openai';
  }
  return 'openai';
}
