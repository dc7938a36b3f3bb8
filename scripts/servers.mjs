import { dirname, join } from 'node:path';
import { cacheFolder, capture, onPath } from './run.mjs';
import { unpackWithApt } from './servers/apt.mjs';
import { installWithBrew } from './servers/brew.mjs';
import { unpackFromDocker } from './servers/docker.mjs';
import { installedPostgres, isPostgresFolder } from './servers/find-postgres.mjs';

/** The answer of `redis-server --version` of any release that can run our scripts. */
const REDIS_ANSWER = /Redis server v=(\d+\.\d+\.\d+)/;

/**
 * Path of a `redis-server` that runs on this machine. Looks at REDIS_SERVER_BIN, the PATH and what an earlier run
 * fetched, then fetches one: Debian package, Homebrew, Docker image, in this order. Says on stderr what it does.
 *
 * @throws {Error} one line that says what to do, when there is no way to get one
 */
export async function ensureRedisServer() {
  const say = (text) => process.stderr.write(`redis-server: ${text}\n`);
  const prefix = join(cacheFolder, 'servers/redis');
  const program = 'redis-server';

  const given = process.env.REDIS_SERVER_BIN;
  if (given !== undefined && given !== '') {
    if (await runs(given)) return given;
    throw new Error('REDIS_SERVER_BIN does not point to a redis-server that runs: correct it or unset it.');
  }
  const sources = [
    () => onPath(program),
    () => join(prefix, program),
    () => unpackWithApt({ packageName: 'redis-server', program, prefix, say }),
    () => installWithBrew({ formula: 'redis', program, say }),
    () =>
      unpackFromDocker({
        image: 'redis:7-alpine',
        programPath: '/usr/local/bin/redis-server',
        program,
        prefix,
        say,
      }),
  ];
  for (const source of sources) {
    const path = await source();
    if (path !== undefined && (await runs(path))) return path;
  }
  throw new Error(
    'The tests need redis-server and none could be fetched here: install Redis (apt-get install redis-server, brew install redis) or set REDIS_SERVER_BIN to its path.',
  );
}

async function runs(path) {
  const { code, output } = await capture(path, ['--version']);
  return code === 0 && REDIS_ANSWER.test(output);
}

/**
 * Folder with a `postgres` and an `initdb` that run on this machine. Looks at POSTGRES_BIN_DIR, the PATH, Debian's folders
 * and what an earlier run fetched, then fetches: Debian package, Homebrew. Says on stderr what it does.
 *
 * @throws {Error} one line that says what to do, when there is no way to get them
 */
export async function ensurePostgres() {
  const say = (text) => process.stderr.write(`postgres: ${text}\n`);
  const prefix = join(cacheFolder, 'servers/postgres');
  const program = 'postgres';

  const given = process.env.POSTGRES_BIN_DIR;
  if (given !== undefined && given !== '') {
    if (await isPostgresFolder(given)) return given;
    throw new Error(
      'POSTGRES_BIN_DIR does not point to a folder with postgres and initdb that run: correct it or unset it.',
    );
  }
  for (const folder of [...installedPostgres(), prefix]) if (await isPostgresFolder(folder)) return folder;
  const sources = [
    () => unpackWithApt({ packageName: 'postgresql', program, alsoPrograms: ['initdb'], prefix, say }),
    () => installWithBrew({ formula: 'postgresql@17', program, say }),
  ];
  for (const source of sources) {
    const path = await source();
    if (path !== undefined && (await isPostgresFolder(dirname(path)))) return dirname(path);
  }
  throw new Error(
    'The tests need PostgreSQL and none could be fetched here: install it (apt-get install postgresql, brew install postgresql@17) or set POSTGRES_BIN_DIR to the folder of its programs.',
  );
}
