import * as fc from 'fast-check';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { generatedSecrets, seeded } from '../../../../test/support/generated-secrets.js';
import { KEY_FAMILIES, type KeyProvider } from './key-families.js';
import { validateApiKey } from './validate-api-key.js';

const random = seeded(3);
const ROUNDS = 100;
const generated = Array.from({ length: ROUNDS }, () => generatedSecrets(random)).flat();
const keysOf = (rule: string, start = ''): string[] =>
  generated.filter((secret) => secret.rule === rule && secret.text.startsWith(start)).map(({ text }) => text);
const OPENAI = keysOf('openai-key').filter((key) => !key.startsWith('sk-admin-'));
const ANTHROPIC = keysOf('anthropic-key', 'sk-ant-api');
const GROQ = keysOf('groq-key');
const [openai = '', anthropic = '', groq = ''] = [OPENAI[0], ANTHROPIC[0], GROQ[0]];

describe('validateApiKey', () => {
  it.each<[KeyProvider, readonly string[]]>([
    ['openai', OPENAI],
    ['anthropic', ANTHROPIC],
    ['groq', GROQ],
  ])(`finds hundreds of generated keys of %s plausible, and those of the others not`, (provider, keys) => {
    expect(keys.length).toBeGreaterThanOrEqual(ROUNDS);
    const results = keys.map((key) => validateApiKey(provider, key).status);
    expect(new Set(results)).toEqual(new Set(['plausible']));
    for (const [other, key] of [
      ['openai', openai],
      ['anthropic', anthropic],
      ['groq', groq],
    ] as const)
      expect(validateApiKey(provider, key)).toMatchObject(
        other === provider
          ? { valid: true }
          : { valid: false, findings: [{ problem: 'other-provider', owner: other }] },
      );
  });

  it.each<[string, KeyProvider, string, object]>([
    ['nothing', 'openai', '', { problem: 'empty' }],
    ['only spaces', 'openai', ' \n', { problem: 'empty' }],
    ['only quotes', 'openai', '""', { problem: 'empty' }],
    ['quotes', 'openai', `"${openai}"`, { problem: 'quoted' }],
    ['single quotes', 'groq', `'${groq}'`, { problem: 'quoted' }],
    ['a trailing newline', 'openai', `${openai}\n`, { problem: 'white-space', where: 'ends' }],
    ['a carriage return', 'groq', `${groq}\r`, { problem: 'white-space', where: 'ends' }],
    [
      'a newline inside',
      'anthropic',
      `${anthropic.slice(0, 50)}\n${anthropic.slice(50)}`,
      { problem: 'white-space', where: 'inside' },
    ],
    ['the word of a header', 'openai', `Bearer ${openai}`, { problem: 'bearer' }],
    ['an example', 'openai', 'your-key-here', { problem: 'placeholder' }],
    ['an example with spaces', 'openai', 'your key here', { problem: 'placeholder' }],
    ['changeme', 'openai', 'changeme', { problem: 'placeholder' }],
    ['x', 'openai', 'sk-xxxx', { problem: 'placeholder' }],
    ['only the prefix', 'groq', 'gsk_', { problem: 'too-short' }],
    ['many x', 'openai', `sk-${'x'.repeat(48)}`, { problem: 'placeholder' }],
    ['an example with a prefix', 'anthropic', 'sk-ant-api03-your-api-key-here', { problem: 'placeholder' }],
    ['a cut example', 'openai', 'sk-proj-abc...xyz', { problem: 'placeholder' }],
    ['a variable', 'groq', '${GROQ_API_KEY}', { problem: 'placeholder' }],
    ['angle brackets', 'groq', '<groq key>', { problem: 'placeholder' }],
    ['half of a key', 'anthropic', anthropic.slice(0, 60), { problem: 'too-short', length: 60 }],
    ['a key without its end', 'groq', groq.slice(0, -1), { problem: 'too-short', length: 55, expected: 56 }],
    ['a key with more at its end', 'groq', `${groq}abc`, { problem: 'too-long' }],
    ['a letter that no header carries', 'openai', `${openai.slice(0, -1)}é`, { problem: 'bad-characters' }],
    ['a comma', 'openai', `${openai},`, { problem: 'bad-characters' }],
    [
      'a key of Google',
      'openai',
      keysOf('gcp-api-key')[0] ?? '',
      { problem: 'other-provider', owner: 'google' },
    ],
    [
      'a key of OpenRouter',
      'openai',
      keysOf('openrouter-key')[0] ?? '',
      { problem: 'other-provider', owner: 'openrouter' },
    ],
    [
      'a key of administrators',
      'openai',
      keysOf('openai-key', 'sk-admin-')[0] ?? '',
      { problem: 'no-inference', kind: 'administrator key' },
    ],
    [
      'a session token',
      'anthropic',
      keysOf('anthropic-key', 'sk-ant-oat')[0] ?? '',
      { problem: 'no-inference' },
    ],
  ])('refuses %s', (_name, provider, key, finding) => {
    expect(validateApiKey(provider, key)).toMatchObject({
      provider,
      status: 'refused',
      valid: false,
      findings: [finding],
    });
  });

  it('does not take the name of a form for a placeholder', () => {
    const body = openai.slice('sk-proj-'.length);
    expect(validateApiKey('openai', `sk-None-${body}`)).toMatchObject({
      status: 'plausible',
      kind: 'user key',
    });
  });

  it('does not refuse a form that it does not know', () => {
    for (const provider of ['openai', 'anthropic', 'groq'] as const)
      expect(validateApiKey(provider, 'nk9_4kQ2vLzP8wTfYb7RmXcJd5HsGa1E')).toEqual({
        provider,
        status: 'unknown',
        valid: true,
        findings: [],
      });
  });

  it('says what is unusual, and does not refuse it', () => {
    expect(validateApiKey('anthropic', `${anthropic.slice(0, -2)}BB`)).toMatchObject({
      status: 'plausible',
      findings: [{ problem: 'unusual', expected: '"AA" at the end' }],
    });
    expect(validateApiKey('openai', openai)).toMatchObject({ findings: [], kind: 'project key' });
  });

  it('never holds a part of the key', () => {
    const broken = fc.oneof(
      fc.constantFrom(...OPENAI.slice(0, 20), ...ANTHROPIC.slice(0, 20), ...GROQ.slice(0, 20)),
      fc.string({ minLength: 12 }),
    );
    const change = fc.constantFrom(
      (key: string) => key,
      (key: string) => `"${key}"`,
      (key: string) => `${key}\n`,
      (key: string) => key.slice(0, 30),
      (key: string) => `${key},`,
      (key: string) => `Bearer ${key}`,
    );
    fc.assert(
      fc.property(fc.constantFrom('openai', 'anthropic', 'groq'), broken, change, (provider, key, change) => {
        const output = inspect(validateApiKey(provider, change(key)), { depth: null });
        const body = key.replace(/^(?:sk-ant-\w+-|sk-\w+-|sk-|gsk_)/, '').slice(0, 12);
        if (body.length === 12) expect(output).not.toContain(body);
      }),
      { numRuns: 500 },
    );
  });

  it('names no form before one that begins with it', () => {
    for (const [index, { prefix }] of KEY_FAMILIES.entries())
      for (const later of KEY_FAMILIES.slice(index + 1)) expect(later.prefix.startsWith(prefix)).toBe(false);
  });
});
