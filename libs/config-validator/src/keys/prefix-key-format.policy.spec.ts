import { expect, it } from 'vitest';
import { prefixKeyFormat } from './prefix-key-format.policy.js';

const body = 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6';
const keys = {
  openai: `sk-proj-${body}`,
  anthropic: `sk-ant-api03-${body}AA`,
  groq: `gsk_${body}`,
} as const;
const providers = ['openai', 'anthropic', 'groq'] as const;

it.each(providers)('a key of %s is plausible there and foreign to the others', (family) => {
  for (const provider of providers) {
    expect(prefixKeyFormat.check(provider, keys[family])).toEqual(
      provider === family ? { kind: 'plausible' } : { kind: 'foreign', family },
    );
  }
});

it.each(['', 'hello-world', 'sk-short', `sk-proj-${body} `, `sk-proj-ü${body}`])('%j is malformed', (key) => {
  expect(prefixKeyFormat.check('openai', key)).toEqual({ kind: 'malformed' });
});

it.each([
  'your-api-key',
  'YOUR_API_KEY_HERE',
  '<your key>',
  'changeme',
  'sk-xxxxxxxxxxxxxxxxxxxxxxxx',
  'sk-...',
  'replace-me',
  'OPENAI_API_KEY',
])('%j is a placeholder', (key) => {
  expect(prefixKeyFormat.check('openai', key)).toEqual({ kind: 'placeholder' });
});
