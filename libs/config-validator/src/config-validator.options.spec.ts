import { InvalidOptionError } from '@hydrogenai/common';
import { expect, it } from 'vitest';
import { resolveConfigValidatorOptions } from './config-validator.options.js';

const exception = { id: 'CFG-ENV-001', until: '2027-01-31', reason: 'r' };

it('defaults to the process environment, no files, no exceptions and refusing critical findings', () => {
  const { env, ...others } = resolveConfigValidatorOptions({});
  expect(env()).toBe(process.env);
  expect(others).toEqual({
    failOn: 'critical',
    budgetMs: 3_000,
    bootProbes: 'all',
    ignore: [],
    performanceRules: [],
    envFiles: [],
  });
});

it.each([
  [{ boot: { failOn: 'error' } }, 'boot.failOn: expected critical, warning or never, received "error"'],
  [{ boot: { budgetMs: 99 } }, 'boot.budgetMs: expected a whole number from 100 to 60000, received 99'],
  [{ boot: { probes: 'some' } }, 'boot.probes: expected all, services or none, received "some"'],
  [{ env: 'sk-canary' }, 'env: expected an object of variables'],
  [{ envFiles: '.env' }, 'envFiles: expected a list of paths'],
  [{ envFiles: ['.env', ''] }, 'envFiles[1]: expected a path'],
  [{ ignore: {} }, 'ignore: expected a list'],
  [
    { ignore: [{ ...exception, id: 'CFG-X' }] },
    'ignore[0].id: expected an id of the finding table, received "CFG-X"',
  ],
  [{ ignore: [{ ...exception, subject: '' }] }, 'ignore[0].subject: expected a name'],
  [
    { ignore: [exception, { ...exception, until: '2027-02-31' }] },
    'ignore[1].until: expected a day as YYYY-MM-DD',
  ],
  [{ ignore: [{ ...exception, until: 'soon' }] }, 'ignore[0].until'],
  [{ ignore: [{ ...exception, until: '2027-13-01' }] }, 'ignore[0].until'],
  [{ ignore: [{ ...exception, reason: ' ' }] }, 'ignore[0].reason: expected a sentence'],
])('refuses %j and says why', (options, message) => {
  // The cast stands for a caller without types.
  const resolve = () =>
    resolveConfigValidatorOptions(options as Parameters<typeof resolveConfigValidatorOptions>[0]);
  expect(resolve).toThrow(InvalidOptionError);
  expect(resolve).toThrow(message);
});

it('does not quote what was given for the environment', () => {
  // The cast stands for a caller without types.
  const resolve = () => resolveConfigValidatorOptions({ env: 'sk-canary' as never });
  expect(resolve).toThrow(/received a string of 9 characters/);
});
