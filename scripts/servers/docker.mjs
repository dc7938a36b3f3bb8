import { chmod, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { capture, onPath } from '../run.mjs';
import { moveInto } from './move-into.mjs';

/**
 * Takes a program out of a container image and runs it here, as a process of our own. Tests freeze and kill their
 * server by process id, which `docker run` would keep from them. Linux only: elsewhere an image's programs do not run.
 *
 * @returns the launcher's path, or undefined where Docker does not answer
 */
export async function unpackFromDocker({ image, programPath, program, prefix, say }) {
  const docker = onPath('docker');
  if (docker === undefined || process.platform !== 'linux') return undefined;
  if ((await capture(docker, ['info'])).code !== 0) return undefined;

  say(`taking ${program} out of the image ${image} (unpacked under node_modules)`);
  const created = await capture(docker, ['create', '--quiet', image]);
  if (created.code !== 0) {
    say(`docker create ${image} failed: ${created.output.trim().split('\n').at(-1) ?? ''}`);
    return undefined;
  }
  const container = created.output.trim().split('\n').at(-1) ?? '';
  await mkdir(dirname(prefix), { recursive: true });
  const unpacked = await mkdtemp(join(dirname(prefix), 'unpack-'));
  try {
    for (const part of ['/lib', '/usr/lib', programPath]) {
      await mkdir(join(unpacked, dirname(part)), { recursive: true });
      const copied = await capture(docker, ['cp', `${container}:${part}`, join(unpacked, part)]);
      if (copied.code !== 0) throw new Error(`docker cp ${part} failed: ${copied.output.trim()}`);
    }
  } finally {
    await capture(docker, ['rm', '--force', container]);
  }
  await writeLauncher(unpacked, programPath, program);
  await moveInto(unpacked, prefix);
  return join(prefix, program);
}

/** An Alpine image brings its own C library: its loader is named, since this machine's would look elsewhere. */
async function writeLauncher(unpacked, programPath, program) {
  const launcher = join(unpacked, program);
  await writeFile(
    launcher,
    `#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
for loader in "$here"/lib/ld-musl-*.so.1; do
  exec "$loader" --library-path "$here/lib:$here/usr/lib" "$here${programPath}" "$@"
done
`,
  );
  await chmod(launcher, 0o755);
}
