import { HydrogenError } from '@hydrogenai/common';

/** One that cannot serve a request, and why, in words without a word of the request. */
export interface UnfitCandidate {
  readonly candidate: string;
  readonly reasons: readonly string[];
}

/** No candidate of a logical model can serve the request, whatever their health: a matter of configuration. */
export class NoFitCandidateError extends HydrogenError {
  constructor(
    model: string,
    readonly unfit: readonly UnfitCandidate[],
  ) {
    const list = unfit.map(({ candidate, reasons }) => `${candidate}: ${reasons.join(', ')}`).join('; ');
    super(
      `Model "${model}": no candidate can serve this request. ${list}. Shorten or simplify the request, or add a candidate that can.`,
      {
        code: 'AI_NO_FIT_CANDIDATE',
        httpStatus: 422,
        details: {
          model,
          candidates: unfit.map(({ candidate, reasons }) => ({ candidate, reasons: [...reasons] })),
        },
      },
    );
  }
}
