// npm test [-- vitest arguments]: fetches the servers that the tests need, then runs every test against them.
import { fromPackage, passThrough } from './run.mjs';
import { ensureRedisServer } from './servers.mjs';

try {
  const env = { ...process.env, REDIS_SERVER_BIN: await ensureRedisServer() };
  const vitest = fromPackage('vitest/vitest.mjs');
  process.exitCode = await passThrough(process.execPath, [vitest, 'run', ...process.argv.slice(2)], { env });
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
