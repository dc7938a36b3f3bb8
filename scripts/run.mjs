import { spawn } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { constants as os } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the workspace's own package.json. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Scratch space that `npm ci` clears and git ignores. */
export const cacheFolder = join(root, 'node_modules/.cache');

/** First executable called `name` on the PATH, or undefined. */
export function onPath(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find((file) => isExecutable(file));
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // absent or not ours to run: both mean "look further"
  }
}

/** Runs a command without a terminal and collects both of its outputs; a command that cannot start has code 127. */
export function capture(command, args, options = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, { cwd: root, ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => done({ code: 127, output: `${output}${error.message}\n` }));
    child.on('close', (code, signal) => done({ code: exitCode(code, signal), output }));
  });
}

/**
 * Runs a command on this terminal and resolves to its exit code. SIGINT and SIGTERM that reach us go on to the
 * child, and we stay until it has ended: otherwise its last words would follow the shell's next prompt.
 */
export function passThrough(command, args, options = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    const forward = (signal) => child.kill(signal);
    process.on('SIGINT', forward).on('SIGTERM', forward);
    const settle = () => process.off('SIGINT', forward).off('SIGTERM', forward);
    child.on('error', (error) => (settle(), fail(error)));
    child.on('close', (code, signal) => (settle(), done(exitCode(code, signal))));
  });
}

/** 128 + signal number is what shells report for a process that a signal ended. */
function exitCode(code, signal) {
  return code ?? 128 + (os.signals[signal] ?? 0);
}

/** The command that runs a program of an installed package with the Node that runs us: `[node, [script, ...args]]`. */
export function program(packageName, name, ...args) {
  const folder = join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return [process.execPath, [join(folder, typeof bin === 'string' ? bin : bin[name]), ...args]];
}

/** The workspace's TypeScript compiler, as `program()` gives it. */
export function tsc(...args) {
  return program('typescript', 'tsc', ...args);
}
