import type { PublicErrorDetails } from '@hydrogenai/common';
import type { RoutingTrail } from '@hydrogenai/common/models';

/** The trail as facts that may leave the process. */
export function trailDetails({ model, attempts }: RoutingTrail): PublicErrorDetails {
  return { model, attempts: attempts.map((attempt) => ({ ...attempt })) };
}
