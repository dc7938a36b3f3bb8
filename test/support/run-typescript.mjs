// node run-typescript.mjs <file.ts> [arguments]: runs a TypeScript module against the sources of the workspace.
import 'reflect-metadata';
import { resolve } from 'node:path';
import { runnerImport } from 'vite';
import { workspaceSources } from './workspace-sources.mjs';

const [file, ...args] = process.argv.slice(2);
const path = resolve(file);
process.argv = [process.argv[0], path, ...args]; // as if it had been started directly
await runnerImport(path, {
  logLevel: 'error',
  ...workspaceSources,
  // Everything else stays outside; without this the runner would let Node load the build of our packages.
  environments: { inline: { resolve: { ...workspaceSources.resolve, noExternal: [/^@hydrogenai\//] } } },
});
