import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from './manifest.policy.js';
import { npm, type PackedPackage } from './pack.js';

export interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly version?: string }>>;
}

/** Exact versions that this repository is tested with. */
export async function readLockfile(root: string): Promise<Lockfile> {
  const lockfile: Lockfile = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
  return lockfile;
}

/** Peers of a package at the versions of the lock file; those marked optional only when asked for. */
export function peersOf(
  manifest: Manifest,
  lockfile: Lockfile,
  withOptional: boolean,
): Record<string, string> {
  const names = Object.keys(manifest.peerDependencies ?? {})
    .filter((name) => !name.startsWith('@hydrogenai/'))
    .filter((name) => withOptional || manifest.peerDependenciesMeta?.[name]?.optional !== true);
  return Object.fromEntries(names.map((name) => [name, lockedVersion(name, lockfile)]));
}

export function lockedVersion(name: string, lockfile: Lockfile): string {
  const version = lockfile.packages[`node_modules/${name}`]?.version;
  if (version === undefined)
    throw new Error(`${name} is a peer that package-lock.json does not hold: nothing tests it.`);
  return version;
}

/** A project that has nothing but these packages and what npm brings with them. No install script runs. */
export async function createConsumer(
  folder: string,
  packages: readonly PackedPackage[],
  others: Readonly<Record<string, string>>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const archives = Object.fromEntries(packages.map(({ name, archive }) => [name, `file:${archive}`]));
  const manifest = {
    name: 'consumer',
    private: true,
    type: 'module',
    dependencies: { ...archives, ...others },
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
  await npm(
    ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'],
    folder,
  );
}

/** What a user writes in `import`: the package and its sub-paths, without the manifest. */
export function entriesOf({ name, manifest }: PackedPackage): string[] {
  return Object.keys(manifest.exports ?? {})
    .filter((entry) => !entry.endsWith('.json'))
    .map((entry) => `${name}${entry.slice(1)}`);
}

/** The package and the siblings that it depends on, directly or not. */
export function withSiblings(one: PackedPackage, all: readonly PackedPackage[]): PackedPackage[] {
  const found = new Set([one]);
  for (const each of found) {
    const wanted = { ...each.manifest.dependencies, ...each.manifest.peerDependencies };
    for (const other of all) if (other.name in wanted) found.add(other);
  }
  return [...found];
}
