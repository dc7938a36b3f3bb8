import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { capture, onPath } from '../run.mjs';

/** Where Debian and its kin put the versions of PostgreSQL, off the PATH. */
const DEBIAN_FOLDER = '/usr/lib/postgresql';

/** Folders that may hold `postgres` and `initdb` of this machine: beside the one on the PATH, then the newest version. */
export function installedPostgres() {
  const path = onPath('postgres');
  const versions = foldersIn(DEBIAN_FOLDER).sort((one, other) => Number(other) - Number(one));
  return [
    ...(path === undefined ? [] : [dirname(path)]),
    ...versions.map((version) => join(DEBIAN_FOLDER, version, 'bin')),
  ];
}

/** Whether both programs in this folder run. */
export async function isPostgresFolder(folder) {
  for (const program of ['postgres', 'initdb']) {
    const { code, output } = await capture(join(folder, program), ['--version']);
    if (code !== 0 || !output.includes('(PostgreSQL)')) return false;
  }
  return true;
}

function foldersIn(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return []; // not Debian
  }
}
