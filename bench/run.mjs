// npm run bench -- <suite> [--json] [--rounds n]: measures the built packages, as their users run them.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, capture, root, tsc } from '../scripts/run.mjs';
import { runCli } from './harness/cli.mjs';

const compiled = join(cacheFolder, 'bench'); // as in bench/tsconfig.json

process.exitCode = await runCli(process.argv.slice(2), {
  suites: await suitesFolder(),
  compile: async (suite) => {
    await rm(compiled, { recursive: true, force: true });
    for (const project of [tsc('-b'), tsc('-p', 'bench')]) {
      const { code, output } = await capture(...project);
      if (code !== 0) {
        process.stderr.write(`${output.trim()}\nThe build failed; nothing was measured.\n`);
        return undefined;
      }
    }
    await writeFile(join(compiled, 'package.json'), JSON.stringify({ type: 'module' }));
    return {
      measure: join(compiled, 'harness/measure.js'),
      suite: join(compiled, `suites/${suite}.bench.js`),
    };
  },
});

async function suitesFolder() {
  const folder = join(root, 'bench/suites');
  await mkdir(folder, { recursive: true });
  return folder;
}
