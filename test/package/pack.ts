import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../support/child-process.js';
import type { Manifest } from './manifest.policy.js';

/** A workspace of `libs` as its users get it. */
export interface PackedPackage {
  readonly name: string;
  /** Path of the archive. */
  readonly archive: string;
  /** Paths inside the archive. */
  readonly files: readonly string[];
  readonly manifest: Manifest;
}

/** Packs every workspace under `<root>/libs` into `folder`. */
export async function packAll(root: string, folder: string): Promise<PackedPackage[]> {
  const names = await readdir(join(root, 'libs'));
  const packed: PackedPackage[] = [];
  for (const name of names.toSorted()) packed.push(await pack(join(root, 'libs', name), folder));
  return packed;
}

async function pack(workspace: string, folder: string): Promise<PackedPackage> {
  const manifest: Manifest = JSON.parse(await readFile(join(workspace, 'package.json'), 'utf8'));
  const output = await npm(['pack', '--json', '--pack-destination', folder], workspace);
  // npm 11 answers with a list, npm 12 with an object by package name.
  const answer: readonly PackAnswer[] = Object.values(JSON.parse(output));
  const [only] = answer;
  if (only === undefined || manifest.name === undefined)
    throw new Error(`npm pack packed nothing of ${workspace}`);
  return {
    name: manifest.name,
    archive: join(folder, only.filename),
    files: only.files.map(({ path }) => path),
    manifest,
  };
}

interface PackAnswer {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** Runs npm as a user would, apart from the settings that our own `npm run` passes on to its children. */
export async function npm(args: readonly string[], cwd: string): Promise<string> {
  const settings = Object.keys(process.env).filter((name) =>
    /^npm_(config_local_prefix|package_|lifecycle_)/.test(name),
  );
  const env = Object.fromEntries(settings.map((name) => [name, undefined]));
  await using child = await runCommand('npm', args, { cwd, env });
  const { code } = await child.ended;
  if (code !== 0) throw new Error(`npm ${args[0]} ended with ${code}: ${child.stderr}${child.stdout}`);
  return child.stdout;
}
