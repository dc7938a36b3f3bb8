// npm run doctor [-- <options>]: what is the matter with the configuration of the demo (hydrogenai doctor).
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { capture, root, tsc } from './run.mjs';

const built = await capture(...tsc('-b', 'apps/demo'));
if (built.code === 0) {
  process.argv.splice(2, 0, 'doctor');
  await import(pathToFileURL(join(root, 'libs/config-validator/bin/hydrogenai.mjs')).href);
} else {
  process.stderr.write(`${built.output.trim()}\nThe build failed.\n`);
  process.exitCode = 1;
}
