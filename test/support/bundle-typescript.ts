import { createHash } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { workspaceSources } from './workspace-sources.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Within the workspace, so that what is not bundled is found as from the sources. */
const folder = join(root, 'node_modules/.cache/test-children');

const bundles = new Map<string, Promise<string>>();

/**
 * A TypeScript file and the sources of the workspace that it needs as one JavaScript file: a fleet of processes loads it
 * in a fraction of the time that it takes to compile them in each. Made once for each process that asks.
 */
export function bundleTypeScript(file: string): Promise<string> {
  const made = bundles.get(file);
  if (made) return made;
  const making = bundle(file);
  bundles.set(file, making);
  return making;
}

async function bundle(file: string): Promise<string> {
  const digest = createHash('sha256').update(relative(root, file)).digest('hex').slice(0, 12);
  const name = `${basename(file, '.ts')}-${digest}`;
  await build({
    ...workspaceSources,
    configFile: false,
    root,
    logLevel: 'error',
    // Everything else stays outside; without this Node would load the build of our packages.
    ssr: { ...workspaceSources.ssr, noExternal: [/^@hydrogenai\//] },
    build: {
      ssr: file,
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      sourcemap: 'inline',
      target: 'node22',
      rolldownOptions: {
        output: {
          entryFileNames: `${name}.${process.pid}.mjs`,
          codeSplitting: false,
          banner: "import 'reflect-metadata';",
        },
      },
    },
  });
  // In one step, because other processes may be making the same.
  const ready = join(folder, `${name}.mjs`);
  await rename(join(folder, `${name}.${process.pid}.mjs`), ready);
  return ready;
}
