/** The options with every default filled in. */
export const RESOLVED_AI_CACHE_OPTIONS = Symbol('@hydrogenai/ai-cache/RESOLVED_AI_CACHE_OPTIONS');

/** The tiers of this application. */
export const CACHE_TIERS = Symbol('@hydrogenai/ai-cache/CACHE_TIERS');
