import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CliFault, InternalFault } from '../cli-fault.js';
import type { CliIo } from '../cli-io.js';
import { locateConfiguration } from '../locate-configuration.js';
import type { CommonOptions } from '../options.js';
import { showProgress } from '../progress.js';
import type { Task, TaskAnswer } from '../worker/task.js';

/** Finds what every task needs. @throws CliFault when there is no configuration, or a named file is missing. */
export async function locate(
  { schemas, envFile }: CommonOptions,
  { cwd }: CliIo,
): Promise<Pick<Task, 'file' | 'folder' | 'envFiles'>> {
  for (const file of envFile ?? []) {
    // What a person types is not left out in silence, as files of the configuration are.
    if (!(await exists(resolve(cwd, file)))) throw new CliFault(`There is no file ${file} (--env-file).`);
  }
  return { file: await locateConfiguration(cwd, schemas), folder: cwd, envFiles: envFile };
}

/** @throws CliFault; InternalFault */
export async function perform<Kind extends Task['kind']>(
  task: Task & { readonly kind: Kind },
  { stderr, perform: performTask }: CliIo,
): Promise<Extract<TaskAnswer, { kind: Kind }>> {
  const stop = showProgress(stderr, 'Reading the configuration');
  const answer = await performTask(task).finally(stop);
  if (isAnswerTo(task.kind, answer)) return answer;
  if (answer.kind === 'fault' && answer.whose === 'usage') throw new CliFault(answer.message);
  throw new InternalFault(
    answer.kind === 'fault' ? answer.message : 'The command got the answer to another question.',
  );
}

function isAnswerTo<Kind extends Task['kind']>(
  kind: Kind,
  answer: TaskAnswer,
): answer is Extract<TaskAnswer, { kind: Kind }> {
  return answer.kind === kind;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
