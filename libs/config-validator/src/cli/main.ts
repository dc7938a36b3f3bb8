import { runCli } from './run-cli.js';
import { runInWorker } from './worker/run-in-worker.js';

/**
 * The command in this process. It sets `process.exitCode` and lets the process end by itself, because `process.exit` cuts
 * off output that is still on its way into a pipe.
 */
export async function main(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
  process.exitCode = await runCli(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    perform: (task) => runInWorker(task, process.stderr),
  });
}

/** Whoever reads may have seen enough: `hydrogenai doctor | head -1`. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
