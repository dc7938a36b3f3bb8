import { readFile } from 'node:fs/promises';
import { validateEnvironment } from '@hydrogenai/config-validator';
import { expect, it } from 'vitest';
import { DemoEnvironment } from './demo.environment.js';

it('is what .env.example shows: every variable, and defaults that are accepted', async () => {
  const example = await readFile(new URL('../../../../.env.example', import.meta.url), 'utf8');
  const shown = [...example.matchAll(/^#([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => ({
    name,
    value,
  }));
  const source = await readFile(new URL('./demo.environment.ts', import.meta.url), 'utf8');
  const known = [...source.matchAll(/@Env\('([A-Z_]+)'/g)].map(([, name]) => name);
  expect(shown.map(({ name }) => name).toSorted()).toEqual(known.toSorted());
  const filled = Object.fromEntries(
    shown.filter(({ value }) => value !== '').map(({ name, value }) => [name, value]),
  );
  expect(validateEnvironment([DemoEnvironment], filled)).toMatchObject({ isValid: true, warnings: [] });
});

it.each(['10.0.0.0/8', 'loopback, 192.0.2.7', 'linklocal,uniquelocal,2001:db8::/32', '::1'])(
  'trusts the proxies %s',
  (entries) => {
    expect(validateEnvironment([DemoEnvironment], { TRUSTED_PROXIES: entries })).toMatchObject({
      isValid: true,
    });
  },
);

it.each([
  '0.0.0.0/0',
  '::/0',
  '10.0.0.0/33',
  'localhost',
  'loopback,all',
  '192.0.2.0/',
  '192.0.2.7:80',
  'fe80::1%eth0',
])('refuses the proxies %s, without quoting them', (entries) => {
  const report = validateEnvironment([DemoEnvironment], { TRUSTED_PROXIES: entries });
  expect(report).toMatchObject({ isValid: false, errors: [{ subject: 'TRUSTED_PROXIES' }] });
  expect(JSON.stringify(report)).not.toContain(entries);
});

it.each(['QUERY_LIMIT_PER_MINUTE', 'GLOBAL_QUERY_LIMIT_PER_MINUTE', 'TRIAL_QUERY_LIMIT_PER_MINUTE'])(
  'refuses a %s that limits nothing or everybody',
  (variable) => {
    for (const value of ['0', '-1', '1.5', '1e12', 'many'])
      expect(validateEnvironment([DemoEnvironment], { [variable]: value })).toMatchObject({
        isValid: false,
        errors: [{ subject: variable }],
      });
  },
);
