import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runNode } from './child-process.js';

const script = resolve(import.meta.dirname, '../../scripts/readme-snippets.mjs');

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'readme-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function check(
  documents: Readonly<Record<string, readonly string[]>>,
): Promise<{ code: number | null; lines: string[] }> {
  for (const [path, lines] of Object.entries(documents)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), lines.join('\n'));
  }
  await using child = await runNode(script, { args: [folder] });
  const { code } = await child.ended;
  return { code, lines: child.stdout.trim().split('\n') };
}

it('accepts examples that compile, each a module of its own, with top-level await', async () => {
  const result = await check({
    'README.md': [
      '# A',
      '```ts',
      "import { Module } from '@nestjs/common';",
      '@Module({})',
      'class App {}',
      '```',
    ],
    'libs/a/README.md': ['~~~typescript', 'class App {}', 'await Promise.resolve(App);', '~~~'],
    'docs/guides/deep/b.md': ['````ts', 'const App = 1;', '````', '```js', 'this is not TypeScript', '```'],
  });
  expect(result).toEqual({ code: 0, lines: ['3 TypeScript examples checked in 3 documents, all compile'] });
});

it('names document and line of an error, also in an indented fence', async () => {
  const result = await check({
    'README.md': [
      '# A',
      '',
      '1. first',
      '   ```ts',
      '   const ok: number = 1;',
      "   const wrong: number = 'x';",
      '   ```',
    ],
    'docs/b.md': ['```ts', "import { nothing } from '@nestjs/common';", '```'],
  });
  expect(result.code).toBe(1);
  expect(result.lines).toEqual([
    expect.stringMatching(/^README\.md:6:7 - error TS2322/),
    expect.stringMatching(/^docs\/b\.md:2:10 - error TS2305/),
    '2 TypeScript examples checked in 2 documents, see above',
  ]);
});

it('checks against the sources of this workspace by package name', async () => {
  const result = await check({ 'README.md': ['```ts', "import '@hydrogenai/no-such-package/x';", '```'] });
  expect(result.lines[0]).toMatch(/^README\.md:2:8 - error TS2882/);
});

it('lets an example import another one of its document that names its file', async () => {
  const cats = ['```ts', '// file: cats.ts', 'export const cats = 9;', '```'];
  const user = ['```ts', "import { cats } from './cats.js';", 'const lives: number = cats;', '```'];
  expect((await check({ 'README.md': [...cats, ...user] })).code).toBe(0);
  expect((await check({ 'README.md': user })).lines[0]).toMatch(/^README\.md:2:22 - error TS2307/);
});

it('refuses a fence that asks not to be checked', async () => {
  const result = await check({ 'README.md': ['```ts ignore', 'const fine = 1;', '```'] });
  expect(result).toEqual({
    code: 1,
    lines: [
      'README.md:1 - a fence may not ask to be left unchecked',
      '1 TypeScript examples checked in 1 documents, see above',
    ],
  });
});

it('takes no fence of another language and no text for an example', async () => {
  const result = await check({ 'README.md': ['`ts`', '```json', '```', '```tsconfig', 'nonsense', '```'] });
  expect(result).toEqual({ code: 0, lines: ['0 TypeScript examples checked in 0 documents, all compile'] });
});
