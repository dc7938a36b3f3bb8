// npm run access-key -- <name> <role>: a new key for the demo's administrative endpoints, and its entry of ACCESS_KEYS.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { capture, root, tsc } from './run.mjs';

const built = await capture(...tsc('-b', 'apps/demo'));
if (built.code === 0) await printKey(process.argv.slice(2));
else {
  process.stderr.write(`${built.output.trim()}\nThe build failed.\n`);
  process.exitCode = 1;
}

async function printKey([name = '', role = '']) {
  const { generateApiKey } = await import('@hydrogenai/security');
  const { accessEntry } = await fromDemo('access/access-entry.policy.js');
  const { DEMO_ROLE_NAMES } = await fromDemo('access/demo.roles.js');
  const { key, hash } = generateApiKey();
  const entry = `${name}:${role}:${hash}`;
  if (accessEntry(entry) === undefined) {
    process.stderr.write(
      `npm run access-key -- <name> <role>\n\nA name of 1 to 64 letters, digits or . _ -, and one of the roles ${DEMO_ROLE_NAMES.join(', ')}.\n`,
    );
    process.exitCode = 2;
    return;
  }
  process.stdout.write(`key, shown once       ${key.reveal()}\nentry of ACCESS_KEYS  ${entry}\n`);
}

function fromDemo(file) {
  return import(pathToFileURL(join(root, 'apps/demo/dist', file)).href);
}
