import { InvalidOptionError } from '@hydrogenai/common';

export interface CandidateId {
  readonly provider: string;
  readonly model: string;
}

/** Splits `provider/model` at the first slash; Groq's model names have slashes of their own. */
export function parseCandidateId(id: string, field: string): CandidateId {
  const slash = typeof id === 'string' ? id.indexOf('/') : -1;
  if (slash <= 0 || slash === id.length - 1) {
    throw new InvalidOptionError({
      field,
      accepted: '"provider/model", such as "groq/openai/gpt-oss-120b"',
      received: id,
    });
  }
  return { provider: id.slice(0, slash), model: id.slice(slash + 1) };
}
