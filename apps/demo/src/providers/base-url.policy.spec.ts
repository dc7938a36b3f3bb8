import { expect, it } from 'vitest';
import { apiBaseUrl } from './base-url.policy.js';

it.each([
  ['groq', 'https://api.groq.com', 'https://api.groq.com/openai/v1'],
  ['groq', 'https://api.groq.com/openai/v1/', 'https://api.groq.com/openai/v1'],
  ['openai', 'https://api.openai.com/v1', 'https://api.openai.com/v1'],
  ['openai', 'https://proxy.example', 'https://proxy.example/v1'],
  ['anthropic', 'https://api.anthropic.com', 'https://api.anthropic.com/v1'],
  ['anthropic', 'http://127.0.0.1:4010/anthropic', 'http://127.0.0.1:4010/anthropic/v1'],
  ['anthropic', 'http://127.0.0.1:4010/anthropic/v1', 'http://127.0.0.1:4010/anthropic/v1'],
] as const)('the API of %s at %s is %s', (provider, given, expected) => {
  expect(apiBaseUrl(provider, given)).toBe(expected);
});
