import { InvalidOptionError } from '@hydrogenai/common';
import { BUILT_IN_PROVIDERS, type BuiltInProvider, type OpenAiProviderOptions } from './provider-options.js';

/** Keys of one provider at most; each is a candidate of every model. */
const MOST_KEYS = 20;

export function isBuiltIn(name: string): name is BuiltInProvider {
  return BUILT_IN_PROVIDERS.some((builtIn) => builtIn === name);
}

/** @throws InvalidOptionError naming the field. */
export function checkKeyed(field: string, { baseUrl, api }: OpenAiProviderOptions): void {
  if (baseUrl !== undefined && !isHttpUrl(baseUrl)) {
    throw new InvalidOptionError({
      field: `${field}.baseUrl`,
      accepted: 'an http or https URL without user name and password',
      received: baseUrl,
      secret: true,
    });
  }
  if (api !== undefined && api !== 'responses' && api !== 'chat') {
    throw new InvalidOptionError({ field: `${field}.api`, accepted: "'responses' or 'chat'", received: api });
  }
}

/** The keys of a provider, one or several different ones. @throws InvalidOptionError naming the field, never showing a key. */
export function keysOf(
  field: string,
  { apiKey }: Pick<OpenAiProviderOptions, 'apiKey'>,
): readonly [string, ...string[]] {
  if (typeof apiKey === 'string' || !Array.isArray(apiKey)) return [checkedKey(apiKey, `${field}.apiKey`)];
  const [first, ...others] = apiKey.map((key: unknown, index) =>
    checkedKey(key, `${field}.apiKey[${index}]`),
  );
  const different = new Set(apiKey).size;
  if (first === undefined || different !== apiKey.length || different > MOST_KEYS) {
    throw new InvalidOptionError({
      field: `${field}.apiKey`,
      accepted: `1 to ${MOST_KEYS} different keys`,
      received: apiKey,
      secret: true,
    });
  }
  return [first, ...others];
}

function checkedKey(key: unknown, field: string): string {
  if (typeof key === 'string' && key.trim() === key && key !== '') return key;
  throw new InvalidOptionError({
    field,
    accepted: 'the key of the provider, without white space around it',
    received: key,
    secret: true,
  });
}

/** fetch refuses a URL with credentials in it, at the first request. */
function isHttpUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}
