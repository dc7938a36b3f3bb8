import { isThenable } from '@hydrogenai/common';
import { finding, type Finding } from '../findings/finding.js';
import { issueMessage } from '../rules/issue-message.policy.js';
import type { StandardDescription } from '../schema/schema-description.js';
import type { StandardSchemaIssue, StandardSchemaResult } from '../schema/standard-schema.js';
import type { EnvLayer } from '../sources/env-layer.js';
import { checkForm } from './check-form.js';
import type { CheckedSchema } from './checked-schema.js';
import { frozenCopy } from './frozen-copy.js';
import { ReadVariable } from './read-variable.js';

type Outcome =
  | { readonly kind: 'answered'; readonly result: StandardSchemaResult<unknown> }
  | { readonly kind: 'undetermined'; readonly why: 'threw' | 'asynchronous' };

/** Gives a Standard Schema its variables and tells what it says about them; nothing of its own words. */
export function checkStandardSchema(
  { schema: { schema }, title, variables: described }: StandardDescription,
  layers: readonly EnvLayer[],
): CheckedSchema {
  const variables = described.map((variable) => new ReadVariable(variable, title, layers));
  const input = Object.fromEntries(
    variables.flatMap(({ variable, value }) => (value === undefined ? [] : [[variable.name, value]])),
  );
  const hidden = new Set(described.filter(({ sensitive }) => sensitive).map(({ name }) => name));
  const outcome = ask(() => schema['~standard'].validate(input));
  if (outcome.kind === 'undetermined') {
    const early = variables.flatMap((read) => read.early);
    const findings = [...early, undetermined(title, outcome.why)];
    return { instance: frozenCopy(input, hidden), variables, findings };
  }
  const { result } = outcome;
  const issues = result.issues ?? [];
  // What the schema refused is handed out as it was read, for those who let it through.
  const output = 'value' in result && issues.length === 0 ? result.value : input;
  const findings = [
    ...variables.flatMap((read) => [...read.early, ...judge(read, issues, output)]),
    ...issues
      .filter((issue) => !variables.some((read) => concerns(issue, read)))
      .map((issue) => together(issue, title, variables)),
  ];
  return { instance: frozenCopy(output, hidden), variables, findings };
}

function judge(
  read: ReadVariable,
  issues: readonly StandardSchemaIssue[],
  output: unknown,
): readonly Finding[] {
  if (!read.isReadable) return [];
  const own = issues.filter((issue) => concerns(issue, read));
  if (own.length > 0 && read.isMissing) return [read.findings.missing(read.isBlank)];
  const broken = own.map((issue) => read.findings.broken(issueMessage(issue, textsOf([read]))));
  const value: unknown =
    typeof output === 'object' && output !== null ? Reflect.get(output, read.variable.name) : undefined;
  if (read.isMissing && value === undefined && own.length === 0) {
    return [read.findings.inOrder('It is not set and not needed.', 'skipped')];
  }
  return [...broken, ...checkForm(read, value, broken.length === 0)];
}

function concerns({ path }: StandardSchemaIssue, { variable }: ReadVariable): boolean {
  const [first] = path ?? [];
  return (typeof first === 'object' ? first.key : first) === variable.name;
}

/** An issue that no single variable has. */
function together(issue: StandardSchemaIssue, title: string, variables: readonly ReadVariable[]): Finding {
  return finding('CFG-ENV-003', {
    subject: title,
    problem: issueMessage(issue, textsOf(variables)),
    action: `Correct the variables of "${title}".`,
  });
}

function undetermined(title: string, why: 'threw' | 'asynchronous'): Finding {
  const how = why === 'threw' ? 'could not be evaluated' : 'is asynchronous and cannot be awaited here';
  return finding('CFG-ENV-004', {
    subject: title,
    problem: `The schema ${how}, so nothing is known about its variables.`,
    action: `Correct the schema "${title}".`,
    status: 'unknown',
  });
}

function ask(
  validate: () => StandardSchemaResult<unknown> | Promise<StandardSchemaResult<unknown>>,
): Outcome {
  try {
    const result = validate();
    if (!isThenable(result)) return { kind: 'answered', result };
    Promise.resolve(result).catch(ignoreLateAnswer);
    return { kind: 'undetermined', why: 'asynchronous' };
  } catch {
    return { kind: 'undetermined', why: 'threw' }; // The error is dropped on purpose: its text may hold values.
  }
}

/** The schema is reported as undetermined already; its late failure must not end the process. */
function ignoreLateAnswer(): void {}

function textsOf(variables: readonly ReadVariable[]): readonly string[] {
  return variables.map((read) => read.reveal() ?? '');
}
