import type { BuiltInProvider } from './provider-options.js';

interface KeyFamily {
  readonly begins: string;
  readonly provider: BuiltInProvider;
  readonly is: string;
  /** Why no request for an answer can be made with it, whoever it is sent to. */
  readonly useless?: string;
}

/** The more special beginning first: Anthropic's `sk-ant-` also begins as OpenAI's `sk-`. */
const FAMILIES: readonly KeyFamily[] = [
  {
    begins: 'sk-ant-admin',
    provider: 'anthropic',
    is: 'an admin key of Anthropic',
    useless: 'which cannot ask models',
  },
  {
    begins: 'sk-ant-oat',
    provider: 'anthropic',
    is: 'an OAuth token of Anthropic',
    useless: 'which is not accepted as an API key',
  },
  { begins: 'sk-ant-', provider: 'anthropic', is: 'a key of Anthropic' },
  { begins: 'gsk_', provider: 'groq', is: 'a key of Groq' },
  {
    begins: 'sk-admin-',
    provider: 'openai',
    is: 'an admin key of OpenAI',
    useless: 'which cannot ask models',
  },
  { begins: 'sk-', provider: 'openai', is: 'a key of OpenAI' },
];

/**
 * A hint that a key was put into the wrong field, by how it begins; `undefined` when nothing speaks against it. Never a
 * refusal: formats change, and servers that imitate a provider have keys of their own. No part of the key is in it.
 */
export function keyFamilyHint(provider: BuiltInProvider, key: string, field: string): string | undefined {
  const family = FAMILIES.find(({ begins }) => key.startsWith(begins));
  if (!family) return undefined;
  if (family.useless !== undefined) return `${field} looks like ${family.is}, ${family.useless}.`;
  return family.provider === provider ? undefined : `${field} looks like ${family.is}.`;
}
