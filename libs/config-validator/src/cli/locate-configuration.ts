import { readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { CliFault } from './cli-fault.js';

/** Looked for in this order, when package.json names none. */
const USUAL_NAMES = ['hydrogenai.config.js', 'hydrogenai.config.mjs'] as const;

/**
 * The module that declares an application's configuration: what `--schemas` names, else `"hydrogenai": { "config": … }` in
 * the package.json of the folder, else a file of the usual name.
 * @returns its absolute path.
 * @throws CliFault when there is none.
 */
export async function locateConfiguration(folder: string, given: string | undefined): Promise<string> {
  if (given !== undefined) return demandFile(resolve(folder, given), folder, '--schemas names');
  const named = await namedByManifest(folder);
  if (named !== undefined) {
    return demandFile(resolve(folder, named), folder, '"hydrogenai.config" of package.json names');
  }
  for (const name of USUAL_NAMES) if (await isFile(join(folder, name))) return join(folder, name);
  throw new CliFault(
    `No configuration was found in this folder: package.json has no "hydrogenai": { "config": "./dist/….js" }, and there is no ${USUAL_NAMES.join(' or ')}. Go to the folder of the application, or name the module with --schemas.`,
  );
}

async function namedByManifest(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '{}';
    throw new CliFault('The package.json of this folder cannot be read.');
  });
  const config = configOf(parsed(text));
  if (config === undefined) return undefined;
  if (typeof config === 'string' && config.trim() !== '') return config;
  throw new CliFault('"hydrogenai.config" of package.json is not the path of a module.');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The message of the parser quotes the file.
    throw new CliFault('The package.json of this folder is not JSON.');
  }
}

function configOf(manifest: unknown): unknown {
  if (typeof manifest !== 'object' || manifest === null || !('hydrogenai' in manifest)) return undefined;
  const { hydrogenai } = manifest;
  return typeof hydrogenai === 'object' && hydrogenai !== null && 'config' in hydrogenai
    ? hydrogenai.config
    : undefined;
}

async function demandFile(file: string, folder: string, whoNames: string): Promise<string> {
  if (await isFile(file)) return file;
  throw new CliFault(
    `There is no file ${relative(folder, file)}, which ${whoNames}. Build the application first, or correct the path.`,
  );
}

export async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false; // What cannot be looked at is no file that could be read.
  }
}
