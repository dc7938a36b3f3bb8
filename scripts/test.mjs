// npm test [-- vitest arguments]: fetches the servers that the tests need, then runs every test against them.
import { passThrough, program } from './run.mjs';
import { ensureRedisServer } from './servers.mjs';

try {
  const env = { ...process.env, REDIS_SERVER_BIN: await ensureRedisServer() };
  const vitest = program('vitest', 'vitest', 'run', ...process.argv.slice(2));
  process.exitCode = await passThrough(...vitest, { env });
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
