import { globSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { cacheFolder, capture, root, tsc } from '../run.mjs';
import { typeScriptFences } from './fences.mjs';

const DOCUMENTS = ['README.md', 'libs/*/README.md', 'docs/**/*.md'];

/**
 * Type-checks the TypeScript fences of the documents under `documentsRoot` against the sources of this workspace.
 * Every fence is a module of its own; fences of one document import those that name a file as `./that-file.js`.
 *
 * @returns how many fences and documents there were, and one line `file:line:column - what` per fault
 */
export async function checkSnippets(documentsRoot) {
  await mkdir(cacheFolder, { recursive: true });
  const folder = await mkdtemp(join(cacheFolder, 'readme-snippets-'));
  try {
    const documents = globSync(DOCUMENTS, { cwd: documentsRoot }).toSorted();
    const faults = [];
    const modules = new Map(); // path of the module in `folder` => document
    for (const document of documents) {
      for (const fence of typeScriptFences(await readFile(join(documentsRoot, document), 'utf8'))) {
        if (fence.unchecked)
          faults.push(`${document}:${fence.line - 1} - a fence may not ask to be left unchecked`);
        modules.set(await writeModule(folder, document, fence, modules), document);
      }
    }
    if (modules.size > 0) faults.push(...(await compile(folder, modules)));
    return { fences: modules.size, documents: new Set(modules.values()).size, faults };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Code keeps the line numbers of its document, so that the compiler's positions are the document's. */
async function writeModule(folder, document, fence, taken) {
  const place = document.replaceAll(sep, '/').replaceAll('/', '__');
  const named = fence.file === undefined ? undefined : join(place, fence.file);
  const path = named === undefined || taken.has(named) ? join(place, `line-${fence.line}.ts`) : named;
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), `${'\n'.repeat(fence.line - 1)}${fence.code}\n`);
  return path;
}

async function compile(folder, modules) {
  const compilerOptions = {
    noEmit: true,
    composite: false,
    declaration: false,
    declarationMap: false,
    customConditions: ['hydrogenai-source'],
    moduleDetection: 'force', // two examples may both declare `app`
    noUnusedLocals: false, // an example shows a value without using it
    noUnusedParameters: false,
    typeRoots: [join(root, 'node_modules/@types')],
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: join(root, 'tsconfig.base.json'),
      compilerOptions,
      files: [...modules.keys()],
    }),
  );
  const { code, output } = await capture(...tsc('-p', folder, '--pretty', 'false'), { cwd: folder });
  const lines = output
    .trim()
    .split('\n')
    .map((line) => inDocument(line, modules));
  return code === 0 ? [] : lines;
}

/** `docs__a.md/line-3.ts(7,5): error …` => `docs/a.md:7:5 - error …`; continuation lines stay as they are. */
function inDocument(line, modules) {
  const [, path, row, column, what] = /^(.+)\((\d+),(\d+)\): (.*)$/.exec(line) ?? [];
  if (path === undefined) return line;
  const document = modules.get(relative('.', path)) ?? path;
  return `${document}:${row}:${column} - ${what}`;
}
