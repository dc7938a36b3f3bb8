import type { SharedV4ProviderMetadata } from '@ai-sdk/provider';
import type { CacheHit } from '@hydrogenai/common/models';

/** Says in `providerMetadata.hydrogenai.cache` how an answer was found; what else is there stays. */
export function withHit(
  metadata: SharedV4ProviderMetadata | undefined,
  { kind, tier, ageMs, entryId }: CacheHit,
): SharedV4ProviderMetadata {
  return {
    ...metadata,
    hydrogenai: { ...metadata?.['hydrogenai'], cache: { kind, tier, ageMs, entryId } },
  };
}
