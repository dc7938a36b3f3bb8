import type { BuiltInProvider } from './provider-options.js';

/**
 * The providers' own addresses. Given explicitly, because the packages of the AI SDK would otherwise read variables of the
 * environment, and a key must go only where this configuration says.
 */
const OWN: Readonly<Record<BuiltInProvider, string>> = {
  groq: 'https://api.groq.com/openai/v1',
  openai: 'https://api.openai.com/v1',
  anthropic: 'https://api.anthropic.com/v1',
};

/** Where the API of a provider is, without a slash at the end. */
export function baseUrlOf(provider: BuiltInProvider, configured: string | undefined): string {
  const url = configured?.replace(/\/+$/, '') ?? OWN[provider];
  // The package for Anthropic takes the bare host for its API too.
  return url === 'https://api.anthropic.com' ? OWN.anthropic : url;
}
