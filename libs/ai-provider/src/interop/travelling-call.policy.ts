import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import type { ModelCandidate } from '../candidates/candidate.js';
import { headersFor } from './travelling-headers.policy.js';
import { optionsFor, promptFor } from './travelling-prompt.policy.js';

/** A call as one candidate may see it: what is meant for another vendor is not sent to it. */
export function callFor(
  candidate: ModelCandidate,
  call: LanguageModelV4CallOptions,
): LanguageModelV4CallOptions {
  const { headers, providerOptions } = call;
  const prompt = promptFor(candidate, call.prompt);
  if (prompt === call.prompt && headers === undefined && providerOptions === undefined) return call;
  return {
    ...call,
    prompt,
    ...(headers === undefined ? {} : { headers: headersFor(candidate.vendors, headers) }),
    ...(providerOptions === undefined
      ? {}
      : { providerOptions: optionsFor(candidate.vendors, providerOptions) }),
  };
}
