// npm start: brings the build up to date and becomes the demo application (one process, so signals reach it directly).
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { capture, root, tsc } from './run.mjs';

/** Nest 12 and the AI SDK 7 are ES modules that CommonJS parts load with `require`: Node 22.12 is the first to allow it. */
const OLDEST_NODE = [22, 12];

/** Silence is right for a build that finds nothing to do, and wrong for a first one, which takes several seconds. */
const SILENT_MS = 1_000;

if (isTooOld(process.versions.node)) {
  fail(
    `Node ${OLDEST_NODE.join('.')} or newer is needed, this is ${process.versions.node}: run "npm ci" and "npm start", which bring their own.`,
  );
} else {
  const notice = setTimeout(() => process.stderr.write('building…\n'), SILENT_MS);
  const built = await capture(...tsc('-b', 'apps/demo'));
  clearTimeout(notice);
  if (built.code !== 0) fail(`${built.output.trim()}\nThe build failed; nothing was started.`);
  else await import(pathToFileURL(join(root, 'apps/demo/dist/main.js')).href);
}

function isTooOld(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
