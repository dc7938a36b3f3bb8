import type { SharedV4ProviderMetadata } from '@ai-sdk/provider';
import type { RoutingTrail } from '@hydrogenai/common/models';

/** Name of the pool in `providerOptions` and `providerMetadata` of the AI SDK. */
export const POOL_PROVIDER = 'hydrogenai';

/** The trail as AI SDK callers get it: `providerMetadata.hydrogenai.routing`. */
export function routingMetadata(routing: RoutingTrail): SharedV4ProviderMetadata {
  const { model, reason, chosen, attempts } = routing;
  return {
    [POOL_PROVIDER]: {
      routing: {
        model,
        reason,
        ...(chosen === undefined ? {} : { chosen }),
        attempts: attempts.map((attempt) => ({ ...attempt })),
      },
    },
  };
}
