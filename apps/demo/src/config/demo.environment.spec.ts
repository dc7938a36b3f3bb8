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
