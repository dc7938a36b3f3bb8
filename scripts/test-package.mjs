// npm run test:package [-- vitest arguments]: builds, packs, installs and uses every package of libs.
import { passThrough, program, tsc } from './run.mjs';

process.exitCode = await passThrough(...tsc('-b'));
if (process.exitCode === 0) {
  const config = ['--config', 'test/package/vitest.config.ts'];
  process.exitCode = await passThrough(
    ...program('vitest', 'vitest', 'run', ...config, ...process.argv.slice(2)),
  );
}
