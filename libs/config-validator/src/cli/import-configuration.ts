import { relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isHydrogenError } from '@hydrogenai/common';
import { definedBy, isHydrogenaiConfiguration, type HydrogenaiConfiguration } from '../define-hydrogenai.js';
import { CliFault } from './cli-fault.js';

/**
 * Imports the module and takes from it what `defineHydrogenai()` made: its export `hydrogenai`, or its default.
 * @throws CliFault when it cannot be imported or exports something else.
 */
export async function importConfiguration(file: string, folder: string): Promise<HydrogenaiConfiguration> {
  const name = relative(folder, file);
  const exported = candidates(await imported(file, name, folder));
  const ours = exported.find(isHydrogenaiConfiguration);
  if (ours !== undefined) return ours;
  if (exported.some((one) => definedBy(one) === 'another copy')) {
    throw new CliFault(
      `${name} uses another copy of @hydrogenai/config-validator than this command. Run: npx hydrogenai, in the folder of the application.`,
    );
  }
  throw new CliFault(
    `${name} exports nothing that defineHydrogenai() made, neither as "hydrogenai" nor as default. Write there: export const hydrogenai = defineHydrogenai({ schemas: [...] });`,
  );
}

async function imported(file: string, name: string, folder: string): Promise<unknown> {
  try {
    const module: unknown = await import(pathToFileURL(file).href);
    return module;
  } catch (error) {
    throw new CliFault(`${name} cannot be imported: ${reason(error, folder)} Run: node ${name}`);
  }
}

/** A CommonJS module that was an ES module has its exports in `default`. */
function candidates(module: unknown): readonly unknown[] {
  const own = exportsOf(module);
  return [...own, ...own.flatMap(exportsOf)];
}

function exportsOf(module: unknown): readonly unknown[] {
  if (typeof module !== 'object' || module === null) return [];
  return ['hydrogenai', 'default'].flatMap((name) => (name in module ? [Reflect.get(module, name)] : []));
}

/**
 * What may be told about an error of code that is not ours. Its message may quote the environment (as `JSON.parse` does),
 * so only those of this suite and those of Node's module loader are shown.
 */
function reason(error: unknown, folder: string): string {
  if (isHydrogenError(error)) return error.message;
  if (!(error instanceof Error)) return 'it throws something that is no error.';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code !== undefined && LOADER_CODES.has(code)) return sentence(error.message, folder);
  return `it throws ${/^\w{1,40}$/.test(error.name) ? error.name : 'an error'}${place(error, folder)}, whose message is not shown, because it may quote a value.`;
}

/** https://nodejs.org/api/errors.html#nodejs-error-codes: what is wrong with files and their imports. */
const LOADER_CODES: ReadonlySet<string> = new Set([
  'ERR_MODULE_NOT_FOUND',
  'ERR_PACKAGE_PATH_NOT_EXPORTED',
  'ERR_UNKNOWN_FILE_EXTENSION',
  'ERR_UNSUPPORTED_DIR_IMPORT',
  'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX',
  'MODULE_NOT_FOUND',
]);

/** The first line of the message, with paths as the reader knows them. */
function sentence(message: string, folder: string): string {
  const [line = ''] = message.split('\n');
  const text = line.replaceAll(`${pathToFileURL(folder).href}/`, '').replaceAll(`${folder}/`, '');
  return text.endsWith('.') ? text : `${text}.`;
}

/** The topmost frame in the application itself. */
function place({ stack = '' }: Error, folder: string): string {
  const frames = stack.matchAll(/(?<url>file:\/\/[^\s)]+?):(?<line>\d+)(?::\d+)?\)?$/gm);
  for (const { groups } of frames) {
    const path = relative(folder, fileURLToPath(groups?.['url'] ?? import.meta.url));
    if (!path.startsWith('..') && !path.includes('node_modules')) return ` in ${path}:${groups?.['line']}`;
  }
  return '';
}
