/** Providers whose keys are known by their form. */
export const API_KEY_PROVIDERS = ['openai', 'anthropic', 'groq'] as const;

export type ApiKeyProvider = (typeof API_KEY_PROVIDERS)[number];

/** What the form of a key tells; it never holds the key. */
export type ApiKeyVerdict =
  | { readonly kind: 'plausible' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'placeholder' }
  /** It has the form of another provider's keys. */
  | { readonly kind: 'foreign'; readonly family: ApiKeyProvider };

/** Judges keys by their form alone, without asking anybody. */
export interface ApiKeyFormat {
  check(provider: ApiKeyProvider, key: string): ApiKeyVerdict;
}
