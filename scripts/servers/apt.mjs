import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { capture, onPath } from '../run.mjs';
import { moveInto } from './move-into.mjs';

/**
 * Unpacks a Debian package and what it needs beyond the installed packages into `prefix`, and writes a launcher
 * `prefix/<program>`, and one for each of `alsoPrograms`. Nothing on the machine changes and no service starts: package lists and archives live in a
 * temporary folder, and no maintainer script runs. For the same reason it works without root.
 *
 * @returns the launcher's path, or undefined where there is no apt-get or the package cannot be had
 */
export async function unpackWithApt({ packageName, program, alsoPrograms = [], prefix, say }) {
  const apt = onPath('apt-get');
  const dpkg = onPath('dpkg-deb');
  if (apt === undefined || dpkg === undefined) return undefined;

  const work = await mkdtemp(join(tmpdir(), 'apt-'));
  try {
    say(`fetching ${packageName} with apt-get (unpacked under node_modules, nothing is installed)`);
    const archives = await download(apt, packageName, work, say);
    if (archives === undefined) return undefined;

    const unpacked = await mkdtemp(join(await folder(dirname(prefix)), 'unpack-'));
    for (const archive of archives) {
      const { code, output } = await capture(dpkg, ['-x', archive, unpacked]);
      if (code !== 0) throw new Error(`dpkg-deb could not unpack ${archive}: ${output.trim()}`);
    }
    for (const name of [program, ...alsoPrograms]) await writeLauncher(unpacked, name);
    await moveInto(unpacked, prefix);
    return join(prefix, program);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function download(apt, packageName, work, say) {
  await mkdir(join(work, 'lists/partial'), { recursive: true });
  await mkdir(join(work, 'archives/partial'), { recursive: true });
  const options = [
    `Dir::State::lists=${work}/lists`,
    `Dir::Cache=${work}`,
    `Dir::Cache::archives=${work}/archives`,
    'Debug::NoLocking=1', // the locks guard system folders, which we do not touch
    'Acquire::http::Timeout=20',
    'Acquire::https::Timeout=20',
    // As root, apt drops to a user who may not enter our folder.
    ...(process.getuid?.() === 0 ? ['APT::Sandbox::User=root'] : []),
  ].flatMap((option) => ['-o', option]);
  for (const command of [
    ['update'],
    ['install', '--no-install-recommends', '--download-only', packageName],
  ]) {
    const { code, output } = await capture(apt, ['-q', '-y', ...options, ...command], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
    });
    if (code !== 0) {
      say(`apt-get ${command[0]} failed: ${lastLine(output)}`);
      return undefined;
    }
  }
  const names = await readdir(join(work, 'archives'));
  const archives = names.filter((name) => name.endsWith('.deb')).map((name) => join(work, 'archives', name));
  if (archives.length === 0)
    say('apt-get had nothing to fetch: the package is installed, but its program does not run');
  return archives.length === 0 ? undefined : archives;
}

/** The launcher replaces itself by the program (`exec`), so that its process id and signals are the program's own. */
async function writeLauncher(unpacked, program) {
  const entries = await readdir(unpacked, { recursive: true, withFileTypes: true });
  const binary = entries.find((entry) => entry.name === program && entry.parentPath.endsWith('/bin'));
  if (binary === undefined) throw new Error(`the package has no program ${program}`);
  const libraries = new Set(
    entries
      .filter((entry) => /\.so(\.|$)/.test(entry.name))
      .map((entry) => `$here/${relative(unpacked, entry.parentPath)}`),
  );
  const launcher = join(unpacked, program);
  await writeFile(
    launcher,
    `#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
LD_LIBRARY_PATH="${[...libraries].join(':')}\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export LD_LIBRARY_PATH
exec "$here/${relative(unpacked, join(binary.parentPath, program))}" "$@"
`,
  );
  await chmod(launcher, 0o755);
}

async function folder(path) {
  await mkdir(path, { recursive: true });
  return path;
}

function lastLine(output) {
  return output.trim().split('\n').at(-1) ?? '';
}
