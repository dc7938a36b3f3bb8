import { HydrogenError } from '@hydrogenai/common';
import type { RoutingTrail } from '@hydrogenai/common/models';
import { trailDetails } from './trail-details.js';

const REJECTIONS = {
  bad_request: {
    httpStatus: 400,
    text: 'the provider calls the request invalid. It would fail at every provider; correct its options or messages',
  },
  content_filter: { httpStatus: 422, text: 'the provider refuses the content of the request. Rephrase it' },
  context_length: {
    httpStatus: 413,
    text: 'the request is too long for every candidate. Shorten it, or add a model with a larger context window',
  },
} as const;

export type RejectionKind = keyof typeof REJECTIONS;

export function isRejectionKind(kind: string): kind is RejectionKind {
  return kind in REJECTIONS;
}

/** A provider refused the request itself, so that asking another one would be a waste. */
export class RequestRejectedError extends HydrogenError {
  constructor(
    readonly kind: RejectionKind,
    readonly routing: RoutingTrail,
  ) {
    const { httpStatus, text } = REJECTIONS[kind];
    super(`Model "${routing.model}": ${text}.`, {
      code: `AI_REQUEST_${kind.toUpperCase()}`,
      httpStatus,
      details: { kind, ...trailDetails(routing) },
    });
  }
}
