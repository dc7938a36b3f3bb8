import type { CallNeeds } from './call-needs.js';
import type { CandidateCapabilities } from './capabilities.js';

/** Estimates of prompts may be off by this share; only what is clearly too long is kept from a candidate. */
const ESTIMATE_SLACK = 0.9;

/** Why a candidate cannot serve a request, in words without a word of it; empty when it can. */
export function unfitReasons(capabilities: CandidateCapabilities, needs: CallNeeds): readonly string[] {
  const reasons: string[] = [];
  const { contextTokens, maxOutputTokens } = capabilities;
  const asked = needs.inputTokens * ESTIMATE_SLACK + (needs.maxOutputTokens ?? 0);
  if (contextTokens !== undefined && asked > contextTokens) {
    reasons.push(
      `its context holds ${contextTokens} tokens, the request needs about ${needs.inputTokens + (needs.maxOutputTokens ?? 0)}`,
    );
  }
  if (maxOutputTokens !== undefined && (needs.maxOutputTokens ?? 0) > maxOutputTokens) {
    reasons.push(
      `its answers have at most ${maxOutputTokens} tokens, the request asks for ${needs.maxOutputTokens}`,
    );
  }
  if (needs.tools && capabilities.tools === false) reasons.push('it takes no tools');
  if (needs.images && capabilities.images === false) reasons.push('it takes no images');
  if (needs.jsonSchema && capabilities.jsonSchema === false) reasons.push('it obeys no JSON schema');
  return reasons;
}
