import { relative } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Task, TaskAnswer } from './task.js';

/** For importing the module. Probes have their own budget on top. */
const IMPORT_WITHIN_MS = 60_000;
/** Far above any budget, which is at most a minute. */
const ANSWER_WITHIN_MS = IMPORT_WITHIN_MS + 120_000;

/** How Node ends a thread whose top-level await never settles. */
const UNSETTLED_AWAIT = 13;

/**
 * Performs a task in a thread of its own, which ends with the answer whatever the application's module and its probes have
 * left running, so that this process can end by itself. What the module prints goes to `output`: into the report would
 * be into the wrong place.
 */
export async function runInWorker(task: Task, output: NodeJS.WritableStream): Promise<TaskAnswer> {
  const worker = new Worker(new URL('./task.worker.js', import.meta.url), {
    workerData: task,
    stdout: true,
    stderr: true,
  });
  worker.stdout.pipe(output, { end: false });
  worker.stderr.pipe(output, { end: false });
  try {
    return await answerOf(worker, relative(task.folder, task.file));
  } finally {
    await worker.terminate();
  }
}

function answerOf(worker: Worker, name: string): Promise<TaskAnswer> {
  const fault = (message: string): TaskAnswer => ({ kind: 'fault', whose: 'usage', message });
  return new Promise((settle) => {
    // It holds the process too, so that a thread that waits for nothing cannot end it.
    const timer = setTimeout(() => {
      settle(fault(`${name} did not come to an end. It must only declare, and start nothing.`));
    }, ANSWER_WITHIN_MS);
    const done = (answer: TaskAnswer): void => {
      clearTimeout(timer);
      settle(answer);
    };
    // The thread sends nothing else.
    worker.once('message', (answer: TaskAnswer) => done(answer));
    worker.once('error', () => {
      done(fault(`${name}, or a probe that it declares, threw outside of every promise.`));
    });
    worker.once('exit', (code) => {
      const why = code === UNSETTLED_AWAIT ? 'has an await that never ends' : 'ends the process';
      done(fault(`${name} ${why}. It must only declare, and start nothing.`));
    });
  });
}
