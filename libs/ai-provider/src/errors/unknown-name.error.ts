import { HydrogenError, nearestName } from '@hydrogenai/common';

/** A model, provider or preference that the configuration does not know. */
export class UnknownNameError extends HydrogenError {
  constructor(
    what:
      'model' | 'embedding model' | 'provider' | 'provider with a batch API for model' | 'model preference',
    name: string,
    known: readonly string[],
  ) {
    const nearest = nearestName(name, known);
    super(
      `Unknown ${what} ${quote(name)}${nearest === undefined ? '.' : `, did you mean "${nearest}"?`} Known: ${known.join(', ')}.`,
      { code: 'AI_UNKNOWN_NAME', httpStatus: 400, details: { what, known: [...known] } },
    );
  }
}

/** Names come from callers too; what does not look like one, or is as long as a key, is not repeated. */
function quote(name: string): string {
  return /^[\w./:@-]{1,40}$/.test(name) ? `"${name}"` : `of ${name.length} characters`;
}
