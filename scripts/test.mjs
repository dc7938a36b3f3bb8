// npm test [-- vitest arguments]: fetches the servers that the tests need, then runs every test against them.
import { capture, passThrough, program, tsc } from './run.mjs';
import { ensurePostgres, ensureRedisServer } from './servers.mjs';

try {
  // A few tests run what users run, which builds itself; when they do so at the same time it must be up to date already.
  const built = await capture(...tsc('-b'));
  if (built.code !== 0) throw new Error(built.output.trim());
  const env = {
    ...process.env,
    REDIS_SERVER_BIN: await ensureRedisServer(),
    POSTGRES_BIN_DIR: await ensurePostgres(),
  };
  const vitest = program('vitest', 'vitest', 'run', ...process.argv.slice(2));
  process.exitCode = await passThrough(...vitest, { env });
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
