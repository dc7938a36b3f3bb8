import { describe, expect, it } from 'vitest';
import { keyFamilyHint } from './key-family.policy.js';
import type { BuiltInProvider } from './provider-options.js';

const FIELD = 'providers.x.apiKey';
const REST = 'CANARY0123456789';

describe('the family of a key', () => {
  it.each<[BuiltInProvider, string]>([
    ['groq', 'gsk_'],
    ['openai', 'sk-'],
    ['openai', 'sk-proj-'],
    ['openai', 'sk-svcacct-'],
    ['anthropic', 'sk-ant-api03-'],
    ['anthropic', 'sk-ant-'],
    ['groq', 'anything-'],
    ['openai', ''],
  ])('of %s may be %s', (provider, begins) => {
    expect(keyFamilyHint(provider, begins + REST, FIELD)).toBeUndefined();
  });

  it.each<[BuiltInProvider, string, string]>([
    ['groq', 'sk-ant-api03-', 'a key of Anthropic.'],
    ['openai', 'sk-ant-api03-', 'a key of Anthropic.'],
    ['groq', 'sk-proj-', 'a key of OpenAI.'],
    ['anthropic', 'sk-', 'a key of OpenAI.'],
    ['anthropic', 'gsk_', 'a key of Groq.'],
    ['openai', 'gsk_', 'a key of Groq.'],
    ['openai', 'sk-admin-', 'an admin key of OpenAI, which cannot ask models.'],
    ['anthropic', 'sk-ant-admin01-', 'an admin key of Anthropic, which cannot ask models.'],
    ['anthropic', 'sk-ant-oat01-', 'an OAuth token of Anthropic, which is not accepted as an API key.'],
  ])('of %s is doubted when it begins with %s, and the doubt shows no key', (provider, begins, rest) => {
    const hint = keyFamilyHint(provider, begins + REST, FIELD);
    expect(hint).toBe(`${FIELD} looks like ${rest}`);
    expect(hint).not.toContain('CANARY');
  });
});
