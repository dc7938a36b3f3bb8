import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand, runNode } from '../support/child-process.js';
import {
  createConsumer,
  entriesOf,
  lockedVersion,
  peersOf,
  readLockfile,
  withSiblings,
  type Lockfile,
} from './consumer.js';
import { manifestFaults } from './manifest.policy.js';
import { packAll, type PackedPackage } from './pack.js';

const root = process.env['PACKAGES_ROOT'] ?? resolve(import.meta.dirname, '../..');
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

/** A program that only imports must end by itself: generous for a busy machine. */
const ENDS_WITHIN_MS = 30_000;

let folder: string;
let packages: PackedPackage[];
let lockfile: Lockfile;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packages-'));
  lockfile = await readLockfile(root);
  packages = await packAll(root, folder);
}, 300_000);

// Tens of thousands of files.
afterAll(() => rm(folder, { recursive: true, force: true }), 120_000);

it('finds packages to check', () => {
  expect(packages.length).toBeGreaterThan(0);
});

it('packs what users need and nothing else', () => {
  const faults = packages.map(({ name, manifest, files }) => [name, manifestFaults(manifest, files)]);
  expect(faults.filter(([, list]) => list?.length !== 0)).toEqual([]);
});

describe('a project with all packages and all their peers', () => {
  let project: string;
  let entries: string[];

  beforeAll(async () => {
    project = join(folder, 'full');
    entries = packages.flatMap(entriesOf);
    const peers = Object.assign({}, ...packages.map(({ manifest }) => peersOf(manifest, lockfile, true)));
    await createConsumer(project, packages, {
      ...peers,
      '@types/node': lockedVersion('@types/node', lockfile),
    });
  }, 300_000);

  it('imports every entry, finds exports there, and ends by itself', async () => {
    expect(await run('import.mjs', importing(entries))).toEqual({ stdout: 'done\n', stderr: '', code: 0 });
  });

  it('loads every entry with require', async () => {
    expect(await run('require.cjs', requiring(entries))).toEqual({ stdout: 'done\n', stderr: '', code: 0 });
  });

  it('reads every manifest', async () => {
    for (const { name, manifest } of packages) {
      const path = createRequire(join(project, 'package.json')).resolve(`${name}/package.json`);
      expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ name, version: manifest.version });
    }
  });

  it.each([
    ['nodenext', { module: 'nodenext', moduleResolution: 'nodenext' }],
    ['bundler', { module: 'esnext', moduleResolution: 'bundler' }],
  ])(
    'has types for every entry with %s resolution',
    async (name, resolution) => {
      const lines = entries.map((entry, index) => `import * as m${index} from '${entry}';`);
      // A name that cannot be there: the import would pass if the module had no types but `any`.
      const checks = entries.map(
        (_, index) => `// @ts-expect-error\nexport const x${index} = m${index}.noSuchExport;`,
      );
      await writeFile(join(project, `${name}.ts`), `${[...lines, ...checks].join('\n')}\n`);
      const compilerOptions = {
        ...resolution,
        target: 'es2024',
        strict: true,
        skipLibCheck: true,
        noEmit: true,
        types: ['node'],
      };
      await writeFile(
        join(project, `tsconfig.${name}.json`),
        JSON.stringify({ compilerOptions, files: [`${name}.ts`] }),
      );
      await using child = await runNode(tsc, { args: ['-p', `tsconfig.${name}.json`], cwd: project });
      const { code } = await child.ended;
      expect({ code, says: child.stdout }).toEqual({ code: 0, says: '' });
    },
    120_000,
  );

  it('checks an application’s configuration with the installed command', async () => {
    await writeFile(join(project, 'hydrogenai.config.mjs'), CONFIGURATION);
    const command = ['hydrogenai', 'doctor', '--offline', '--format', 'json'];
    await using child = await runCommand('npx', ['--no-install', ...command], {
      cwd: project,
      env: { DOOR_KEY: 'wrong' },
    });
    const { code } = await child.endsWithin(ENDS_WITHIN_MS);
    expect({ code, stderr: child.stderr }).toEqual({ code: 3, stderr: '' });
    expect(JSON.parse(child.stdout)).toMatchObject({ errors: [{ id: 'CFG-ENV-003', subject: 'DOOR_KEY' }] });
  });

  async function run(file: string, code: string): Promise<object> {
    await writeFile(join(project, file), code);
    await using child = await runNode(join(project, file), { cwd: project });
    const end = await child.endsWithin(ENDS_WITHIN_MS);
    return { stdout: child.stdout, stderr: child.stderr, code: end.code };
  }
});

it('imports each package’s main entry where its optional peers are absent', async () => {
  const results: Record<string, object> = {};
  for (const [index, one] of packages.entries()) {
    const project = join(folder, `bare-${index}`);
    const needed = withSiblings(one, packages);
    const peers = Object.assign({}, ...needed.map(({ manifest }) => peersOf(manifest, lockfile, false)));
    await createConsumer(project, needed, peers);
    const file = join(project, 'import.mjs');
    await writeFile(file, importing([one.name]));
    await using child = await runNode(file, { cwd: project });
    const { code } = await child.endsWithin(ENDS_WITHIN_MS);
    results[one.name] = { code, stderr: child.stderr };
  }
  const expected = Object.fromEntries(packages.map(({ name }) => [name, { code: 0, stderr: '' }]));
  expect(results).toEqual(expected);
}, 600_000);

/** As a build leaves a module that declares a configuration. */
const CONFIGURATION = `import { ConfigSchema, defineHydrogenai, Env } from '@hydrogenai/config-validator';
import { Matches } from 'class-validator';

class Door {}
Env('DOOR_KEY', { as: 'string' })(Door.prototype, 'key');
Matches(/^key-/)(Door.prototype, 'key');
ConfigSchema({ title: 'Door' })(Door);

export const hydrogenai = defineHydrogenai({ schemas: [Door] });
`;

function importing(entries: readonly string[]): string {
  return program(entries, 'await import(entry)');
}

function requiring(entries: readonly string[]): string {
  return program(entries, 'require(entry)');
}

function program(entries: readonly string[], load: string): string {
  return `for (const entry of ${JSON.stringify(entries)}) {
  if (Object.keys(${load}).length === 0) throw new Error(entry + ' exports nothing');
}
console.log('done');
`;
}
