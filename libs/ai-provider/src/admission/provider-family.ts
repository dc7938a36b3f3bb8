import type { Candidate } from '../candidates/candidate.js';
import type { ProviderFamily } from './learned-limit.policy.js';

/**
 * Whose headers and counting a candidate has: that of the wire it speaks, which models of the AI SDK tell first
 * (`groq.chat`, `anthropic.messages`, `openai.responses`). Everybody else imitates OpenAI.
 */
export function familyOf({ languageModel, provider }: Candidate): ProviderFamily {
  for (const name of [languageModel.provider, provider]) {
    if (name.startsWith('anthropic')) return 'anthropic';
    if (name.startsWith('groq')) return 'groq';
    if (name.startsWith('openai') || name.startsWith('azure')) return 'openai';
  }
  return 'openai';
}
