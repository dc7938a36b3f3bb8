import { describe, expect, it } from 'vitest';
import type { EnvLayer } from './env-layer.js';
import { unknownVariables } from './unknown-variables.policy.js';

const names = {
  known: new Set(['AI_TIMEOUT_MS', 'REDIS_URL']),
  missing: ['REDIS_URL'],
  prefixes: ['AI_'],
};
const layer = (kind: 'file' | 'environment', ...present: string[]): EnvLayer => ({
  source: kind === 'file' ? { kind, file: '.env' } : { kind },
  values: Object.fromEntries(present.map((name) => [name, 'x'])),
  lines: new Map(present.map((name, index) => [name, index + 1])),
});
const told = (one: EnvLayer) =>
  unknownVariables(one, names).map(({ id, subject, severity }) => `${subject} ${id} ${severity}`);

describe('variables that no schema knows', () => {
  it('are all told of a file, with their line; those near a known one as a warning', () => {
    const file = layer('file', 'REDIS_URI', 'AI_TIMEOUT', 'AI_TIMEOUTS_MS', 'SHELL_COLOUR', 'AI_TIMEOUT_MS');
    expect(told(file)).toEqual([
      'REDIS_URI CFG-ENV-008 warning',
      'AI_TIMEOUT CFG-ENV-009 recommendation',
      'AI_TIMEOUTS_MS CFG-ENV-008 warning',
      'SHELL_COLOUR CFG-ENV-009 recommendation',
    ]);
    expect(unknownVariables(file, names).map(({ source }) => source)).toEqual(
      [1, 2, 3, 4].map((line) => ({ kind: 'file', file: '.env', line })),
    );
  });

  it('are told of the environment when a schema owns the prefix, or one that is not set is near', () => {
    const environment = layer('environment', 'REDIS_URI', 'AI_TIMEOUTS_MS', 'SHELL_COLOUR', 'AI_X');
    expect(told(environment)).toEqual([
      'REDIS_URI CFG-ENV-008 warning',
      'AI_TIMEOUTS_MS CFG-ENV-009 recommendation',
      'AI_X CFG-ENV-009 recommendation',
    ]);
  });

  it('are not those that Node reads, nor those without a value', () => {
    expect(told(layer('file', 'NODE_ENV', 'NODE_OPTIONS', 'TZ'))).toEqual([]);
    expect(told({ source: { kind: 'environment' }, values: { AI_X: undefined } })).toEqual([]);
  });
});
