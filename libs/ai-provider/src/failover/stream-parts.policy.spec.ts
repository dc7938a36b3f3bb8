import type { LanguageModelV4StreamPart } from '@ai-sdk/provider';
import { describe, expect, it } from 'vitest';
import { commits } from './stream-parts.policy.js';

const PREAMBLE: LanguageModelV4StreamPart[] = [
  { type: 'stream-start', warnings: [] },
  { type: 'response-metadata', id: 'r1' },
  { type: 'custom', kind: 'anthropic.message_start' },
  { type: 'text-start', id: '0' },
  { type: 'text-end', id: '0' },
  { type: 'reasoning-start', id: '1' },
  { type: 'reasoning-end', id: '1' },
  { type: 'raw', rawValue: {} },
  { type: 'text-delta', id: '0', delta: '' },
  { type: 'reasoning-delta', id: '1', delta: '' },
];

const CONTENT: LanguageModelV4StreamPart[] = [
  { type: 'text-delta', id: '0', delta: 'P' },
  { type: 'reasoning-delta', id: '1', delta: 'Hm' },
  { type: 'tool-input-start', id: 't', toolName: 'search' },
  { type: 'tool-call', toolCallId: 't', toolName: 'search', input: '{}' },
];

describe('commits', () => {
  it.each(PREAMBLE)('holds back $type without content', (part) => {
    expect(commits(part, 1)).toBe(false);
  });

  it.each(CONTENT)('passes on $type: the reader has got something', (part) => {
    expect(commits(part, 1)).toBe(true);
  });

  it('takes a provider at its word that sends 256 parts without content, so that what is held back is bounded', () => {
    for (const part of PREAMBLE) {
      expect(commits(part, 255)).toBe(false);
      expect(commits(part, 256)).toBe(true);
    }
  });
});
