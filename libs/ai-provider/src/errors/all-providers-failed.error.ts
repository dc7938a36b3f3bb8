import { HydrogenError } from '@hydrogenai/common';
import type { RoutingTrail } from '@hydrogenai/common/models';
import { trailDetails } from './trail-details.js';

const WHY = {
  not_worth_retrying: 'no candidate is left that another attempt could help',
  attempts_used_up: 'the attempts allowed for one request are used up',
  deadline: 'the deadline of the request has passed',
  none_ready_in_time: 'no candidate is ready before the deadline of the request',
  closing: 'the application is closing',
} as const;

/**
 * No candidate of a logical model could answer. It holds the trail of attempts, and never a word of a provider.
 * The executor marks it as retried, so that no retry loop above multiplies the attempts.
 */
export class AllProvidersFailedError extends HydrogenError {
  constructor(
    readonly reason: keyof typeof WHY,
    readonly routing: RoutingTrail,
    retryAfterMs: number | undefined,
  ) {
    super(
      `Model "${routing.model}": none of its providers answered; ${WHY[reason]}. ` +
        'The details name each attempt; a cooling or refused provider is shown by getProviderStats().',
      {
        code: 'AI_ALL_PROVIDERS_FAILED',
        httpStatus: 503,
        retryable: true,
        retryAfterMs,
        details: { reason, ...trailDetails(routing) },
      },
    );
  }
}
