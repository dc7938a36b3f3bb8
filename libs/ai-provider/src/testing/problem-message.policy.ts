import type { Resource } from './limits.js';
import type { FieldProblem, Problem } from './problem.types.js';

const LIMIT_NAMES: Readonly<Record<Resource, string>> = {
  requests: 'requests',
  tokens: 'tokens',
  inputTokens: 'input tokens',
  outputTokens: 'output tokens',
};

/** Says where a limit stands and when to come back, as the providers do. */
export function limitMessage({ model, refusal }: Extract<Problem, { kind: 'limitReached' }>): string {
  const { resource, windowMs, limit, remaining, requested, waitMs } = refusal;
  const window = windowMs === 86_400_000 ? 'day' : windowMs === 60_000 ? 'min' : `${windowMs}ms`;
  const figures = `${LIMIT_NAMES[resource]} per ${window}: Limit ${limit}, Used ${limit - remaining}, Requested ${requested}`;
  return waitMs === Infinity
    ? `Request too large for ${model} on ${figures}. It must be made smaller to run at all.`
    : `Rate limit reached for ${model} on ${figures}. Please try again in ${waitMs / 1000}s.`;
}

export function fieldMessage({ field, fault, expected }: FieldProblem): string {
  switch (fault) {
    case 'missing':
      return `Missing required parameter: '${field}'.`;
    case 'type':
      return `Invalid type for '${field}': expected ${expected}.`;
    case 'value':
      return `Invalid value for '${field}': expected ${expected}.`;
    default:
      return fault satisfies never;
  }
}
