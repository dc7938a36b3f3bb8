import type { BuiltInProvider } from '@hydrogenai/ai-provider';

/** What the official clients put behind the base URL that they read from the same variables. */
const API_PATHS: Readonly<Record<BuiltInProvider, string>> = {
  groq: '/openai/v1',
  openai: '/v1',
  anthropic: '/v1',
};

/**
 * The base URL of an API, from a variable that other programs read as well: `GROQ_BASE_URL` and `ANTHROPIC_BASE_URL` name
 * the host for the official clients and the versioned path for the AI SDK. Both are understood.
 */
export function apiBaseUrl(provider: BuiltInProvider, url: string): string {
  const trimmed = url.replace(/\/+$/, '');
  return /\/v\d+$/.test(trimmed) ? trimmed : trimmed + API_PATHS[provider];
}
