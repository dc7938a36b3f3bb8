import { isHydrogenError, systemClock } from '@hydrogenai/common';
import { resolveConfigValidatorOptions } from '../../config-validator.options.js';
import type { HydrogenaiConfiguration } from '../../define-hydrogenai.js';
import { describeConfiguration } from '../../describe/describe-configuration.js';
import { documentSchemas } from '../../describe/document-schemas.js';
import { renderEnvExample } from '../../describe/render-env-example.js';
import { renderJsonSchema } from '../../describe/render-json-schema.js';
import { renderMarkdown } from '../../describe/render-markdown.js';
import { examineConfiguration } from '../../examine/examine-configuration.js';
import { describeSchemas } from '../../schema/describe-schema.js';
import { loadConfiguration } from '../../validation/load-configuration.js';
import { CliFault } from '../cli-fault.js';
import { importConfiguration } from '../import-configuration.js';
import type { SchemaFormat, Task, TaskAnswer } from './task.js';

/** Imports the configuration and does with it what is asked. Never throws. */
export async function performTask(task: Task): Promise<TaskAnswer> {
  try {
    const declared = await importConfiguration(task.file, task.folder);
    return await answerTask(
      task,
      task.envFiles === undefined ? declared : { ...declared, envFiles: task.envFiles },
    );
  } catch (error) {
    return faultOf(error);
  }
}

/** The errors of this suite say no values; of others only the kind may be told. */
function faultOf(error: unknown): TaskAnswer {
  if (error instanceof CliFault || isHydrogenError(error))
    return { kind: 'fault', whose: 'usage', message: error.message };
  const name = error instanceof Error ? error.name : typeof error;
  return { kind: 'fault', whose: 'internal', message: `The command failed by its own fault (${name}).` };
}

/** Does what is asked with a configuration that has been imported. */
export async function answerTask(task: Task, configuration: HydrogenaiConfiguration): Promise<TaskAnswer> {
  switch (task.kind) {
    case 'doctor': {
      const { failOn } = resolveConfigValidatorOptions(configuration);
      const started = systemClock.monotonicMs();
      const result = await examineConfiguration(configuration, task);
      return { kind: 'doctor', result, ms: Math.round(systemClock.monotonicMs() - started), failOn };
    }
    case 'print': {
      const options = resolveConfigValidatorOptions(configuration);
      const checked = await loadConfiguration(describeSchemas(configuration.schemas), options, systemClock);
      return { kind: 'print', description: describeConfiguration(checked) };
    }
    case 'schema':
      return { kind: 'schema', text: schemaText(task.format, configuration) };
    default:
      return task satisfies never;
  }
}

function schemaText(format: SchemaFormat, { schemas }: HydrogenaiConfiguration): string {
  const document = documentSchemas(schemas);
  switch (format) {
    case 'json':
      return `${JSON.stringify(renderJsonSchema(document), null, 2)}\n`;
    case 'env':
      return renderEnvExample(document);
    case 'markdown':
      return renderMarkdown(document);
    default:
      return format satisfies never;
  }
}
