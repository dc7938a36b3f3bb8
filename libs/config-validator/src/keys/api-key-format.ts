import { validateApiKey } from '@hydrogenai/security';
import type { ApiKeyProvider } from './api-key-provider.js';

/** What the form of a key tells; it never holds the key. */
export type ApiKeyVerdict =
  | { readonly kind: 'plausible' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'placeholder' }
  /** It has the form of another provider's keys. */
  | { readonly kind: 'foreign'; readonly family: string };

/** Judges a key by its form alone, without asking anybody. */
export function apiKeyVerdict(provider: ApiKeyProvider, key: string): ApiKeyVerdict {
  const { status, findings } = validateApiKey(provider, key);
  if (status === 'plausible') return { kind: 'plausible' };
  for (const finding of findings) {
    if (finding.problem === 'placeholder') return { kind: 'placeholder' };
    if (finding.problem === 'other-provider') return { kind: 'foreign', family: finding.owner };
  }
  return { kind: 'malformed' };
}
