import { anthropicError } from './error-bodies.anthropic.policy.js';
import { openAiError } from './error-bodies.openai.policy.js';
import type { Problem, WireError } from './problem.types.js';
import type { Wire } from './wire.types.js';

/** A problem in the words of the wire it happens on. */
export function wireError(wire: Wire, requestId: string, problem: Problem): WireError {
  switch (wire) {
    case 'groq':
    case 'openai':
      return openAiError(wire, problem);
    case 'anthropic':
      return anthropicError(requestId, problem);
    default:
      return wire satisfies never;
  }
}
