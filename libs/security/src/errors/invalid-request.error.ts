import { HydrogenError } from '@hydrogenai/common';

/** One thing that is wrong with a request. */
export interface FieldProblem {
  /** Path of the field, or `body`, or a header's name. */
  readonly field: string;
  /** What is accepted. */
  readonly rule: string;
}

/** The request is not what the endpoint takes. It names fields and rules, never what was sent. */
export class InvalidRequestError extends HydrogenError {
  constructor(problems: readonly FieldProblem[], httpStatus: 400 | 413 | 415 = 400) {
    super(`The request is not valid: ${problems.map(({ field, rule }) => `${field}: ${rule}`).join('; ')}.`, {
      code: 'INVALID_REQUEST',
      httpStatus,
      details: { problems: problems.map((problem) => ({ ...problem })) },
    });
  }
}
