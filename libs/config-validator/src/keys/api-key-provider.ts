import type { KeyProvider } from '@hydrogenai/security';

/** Providers whose keys are known by their form. */
export const API_KEY_PROVIDERS = ['openai', 'anthropic', 'groq'] as const satisfies readonly KeyProvider[];

export type ApiKeyProvider = (typeof API_KEY_PROVIDERS)[number];
