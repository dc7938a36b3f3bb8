import { KEY_FAMILIES, type KeyFamily, type KeyProvider } from './key-families.js';
import { isPlaceholder } from './placeholder.policy.js';

/** What is wrong with a key, or unusual about it. Texts name forms and never quote the key. */
export type ApiKeyFinding =
  | { readonly problem: 'empty' }
  | { readonly problem: 'quoted' }
  | { readonly problem: 'white-space'; readonly where: 'ends' | 'inside' }
  | { readonly problem: 'placeholder' }
  | { readonly problem: 'bearer' }
  | { readonly problem: 'other-provider'; readonly owner: string }
  | { readonly problem: 'no-inference'; readonly kind: string }
  | { readonly problem: 'too-short'; readonly length: number; readonly expected: number }
  | { readonly problem: 'too-long'; readonly length: number; readonly expected: number }
  | { readonly problem: 'bad-characters' }
  | { readonly problem: 'unusual'; readonly expected: string };

/**
 * `'plausible'`: of a known form, which proves nothing more. `'unknown'`: of no known form, and not refused, for providers
 * change theirs. `'refused'`: it cannot work as it is.
 */
export type ApiKeyValidation = {
  readonly provider: KeyProvider;
  readonly findings: readonly ApiKeyFinding[];
} & (
  | { readonly status: 'plausible'; readonly valid: true; readonly kind: string }
  | { readonly status: 'unknown'; readonly valid: true }
  | {
      readonly status: 'refused';
      readonly valid: false;
      readonly findings: readonly [ApiKeyFinding, ...ApiKeyFinding[]];
    }
);

/**
 * Reads a key without asking anybody: an empty, quoted or cut one, a placeholder, one of another provider, one that only
 * administrates. The result never holds the key.
 */
export function validateApiKey(provider: KeyProvider, key: string): ApiKeyValidation {
  const refused = (...findings: [ApiKeyFinding, ...ApiKeyFinding[]]): ApiKeyValidation => ({
    provider,
    status: 'refused',
    valid: false,
    findings,
  });
  const wrapping = wrappingOf(key);
  if (wrapping !== undefined) return refused(wrapping);
  const family = KEY_FAMILIES.find(({ prefix }) => key.startsWith(prefix));
  if (isPlaceholder(key, family?.prefix ?? '')) return refused({ problem: 'placeholder' });
  if (family === undefined) return { provider, status: 'unknown', valid: true, findings: [] };
  if (family.owner !== provider) return refused({ problem: 'other-provider', owner: family.owner });
  const fault = faultOf(key, family);
  if (fault !== undefined) return refused(fault);
  return { provider, status: 'plausible', valid: true, kind: family.kind, findings: hintsOf(key, family) };
}

/** What is around or inside of a key because of how it was written down. */
function wrappingOf(key: string): ApiKeyFinding | undefined {
  const trimmed = key.trim();
  if (trimmed === '') return { problem: 'empty' };
  if (/^(["'`“‘]).*["'`”’]$/s.test(trimmed))
    return trimmed.length === 2 ? { problem: 'empty' } : { problem: 'quoted' };
  if (/^bearer\s/i.test(trimmed)) return { problem: 'bearer' };
  if (trimmed !== key) return { problem: 'white-space', where: 'ends' };
  // Words with spaces between are a placeholder rather than a key with a space.
  if (/\s/.test(key) && !isPlaceholder(key, '')) return { problem: 'white-space', where: 'inside' };
  return undefined;
}

function faultOf(key: string, family: KeyFamily): ApiKeyFinding | undefined {
  const { length } = key;
  // oxlint-disable-next-line no-control-regex -- anything that a header cannot carry
  if (/[^\x21-\x7e]/.test(key)) return { problem: 'bad-characters' };
  if (length < family.shortest) return { problem: 'too-short', length, expected: family.shortest };
  if (length > family.longest) return { problem: 'too-long', length, expected: family.longest };
  if (!family.expression.test(key)) return { problem: 'bad-characters' };
  return family.infers ? undefined : { problem: 'no-inference', kind: family.kind };
}

/** Parts that all keys had so far. A key without one is not refused: the form may be newer than this list. */
function hintsOf(key: string, { mark, owner }: KeyFamily): readonly ApiKeyFinding[] {
  if (mark === undefined) return [];
  const holds = owner === 'anthropic' ? key.endsWith(mark) : key.includes(mark);
  if (holds) return [];
  return [
    { problem: 'unusual', expected: owner === 'anthropic' ? `"${mark}" at the end` : `"${mark}" inside` },
  ];
}
