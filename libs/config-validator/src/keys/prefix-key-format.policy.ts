import { API_KEY_PROVIDERS, type ApiKeyFormat, type ApiKeyProvider } from './api-key-format.port.js';

/** How keys of a family begin. Anthropic's also begin like OpenAI's, so that the order matters. */
const PREFIXES: readonly (readonly [ApiKeyProvider, string])[] = [
  ['anthropic', 'sk-ant-'],
  ['openai', 'sk-'],
  ['groq', 'gsk_'],
];

/** The shortest keys that these providers have given out are 51 characters long; test doubles are shorter. */
const SHORTEST = 20;
const CHARACTERS = /^[\w-]+$/;

/**
 * What people leave in a copied example: `your-api-key`, `sk-xxxxxxxx`, `<key>`, `changeme`, `sk-...`. Everything here is
 * so long, or at such a place, that a random key of 164 characters has it less than once in 100,000.
 */
const PLACEHOLDER =
  /^<.*>$|\.\.\.|…|[x*]{6,}|^(?:sk-|gsk_)?(?:your|my|the|dummy|todo|insert)(?:[-_ ]|$)|change[-_ ]?me|replace[-_ ]?me|example|placeholder|[-_ ](?:key|token|secret)(?:[-_ ]?here)?$/i;

/** Judges a key by its prefix, length and alphabet. */
export const prefixKeyFormat: ApiKeyFormat = {
  check(provider, key) {
    if (PLACEHOLDER.test(key)) return { kind: 'placeholder' };
    const family = PREFIXES.find(([, prefix]) => key.startsWith(prefix))?.[0];
    if (family !== undefined && family !== provider) return { kind: 'foreign', family };
    const wellFormed = family === provider && key.length >= SHORTEST && CHARACTERS.test(key);
    return { kind: wellFormed ? 'plausible' : 'malformed' };
  },
};

export function isApiKeyProvider(value: unknown): value is ApiKeyProvider {
  return API_KEY_PROVIDERS.some((provider) => provider === value);
}
