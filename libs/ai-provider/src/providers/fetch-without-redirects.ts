/**
 * `fetch` that hands a redirect back as the failure it is: following it would carry the key (Anthropic's `x-api-key` is
 * not stripped by fetch) to a host that nobody configured.
 */
export const fetchWithoutRedirects: typeof globalThis.fetch = (input, init) =>
  globalThis.fetch(input, { ...init, redirect: 'manual' });
