import 'reflect-metadata';
import { reportBootFailure } from '@hydrogenai/config-validator';
import { banner } from './banner.js';
import { startDemo } from './start-demo.js';
import { describeStartFailure } from './start-failure.js';

try {
  const demo = await startDemo();
  demo.app.enableShutdownHooks();
  process.stdout.write(banner(demo));
} catch (error) {
  if (!reportBootFailure(error)) {
    process.stderr.write(`${describeStartFailure(error)}\n`);
    process.exitCode = 1;
  }
}
