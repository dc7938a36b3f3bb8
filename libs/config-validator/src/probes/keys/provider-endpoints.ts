/** Providers whose keys can be asked about. */
export type ProbedProvider = 'openai' | 'anthropic' | 'groq';

interface ProviderEndpoint {
  /** Where the provider's own API lives. */
  readonly origin: string;
  /** What stands before `/models`. */
  readonly path: string;
  /** Asks for less where that is possible. */
  readonly query: string;
  headers(key: string): Readonly<Record<string, string>>;
}

const bearer = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` });

/**
 * The list of models costs no tokens and needs a key:
 * https://platform.openai.com/docs/api-reference/models/list, https://docs.claude.com/en/api/models-list,
 * https://console.groq.com/docs/api-reference#models-list
 */
export const PROVIDER_ENDPOINTS: Readonly<Record<ProbedProvider, ProviderEndpoint>> = {
  openai: { origin: 'https://api.openai.com', path: '/v1', query: '', headers: bearer },
  groq: { origin: 'https://api.groq.com', path: '/openai/v1', query: '', headers: bearer },
  anthropic: {
    origin: 'https://api.anthropic.com',
    path: '/v1',
    query: '?limit=1',
    // An OAuth token is no key and goes another way (https://docs.claude.com/en/api/overview#authentication).
    headers: (key) => ({
      ...(key.startsWith('sk-ant-oat') ? bearer(key) : { 'x-api-key': key }),
      'anthropic-version': '2023-06-01',
    }),
  },
};

/**
 * The address that lists a provider's models. A base URL names the host for the official clients and the versioned path
 * for the AI SDK, so both are understood. `undefined` when it is no http(s) URL.
 */
export function modelsUrl(provider: ProbedProvider, baseUrl: string | undefined): URL | undefined {
  const { origin, path, query } = PROVIDER_ENDPOINTS[provider];
  const base = (baseUrl ?? origin).trim().replace(/\/+$/, '');
  const versioned = /\/v\d+$/.test(base) ? base : base + path;
  const url = URL.canParse(versioned) ? new URL(`${versioned}/models${query}`) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) ? url : undefined;
}
