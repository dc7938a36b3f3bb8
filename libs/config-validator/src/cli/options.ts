import { InvalidArgumentError, Option } from 'commander';
import { CliFault } from './cli-fault.js';
import { REPORT_FORMATS } from '../report/render-report.js';

const SHORTEST_MS = 100;
const LONGEST_MS = 60_000;

/** Options that every command which imports the configuration has. */
export interface CommonOptions {
  readonly schemas?: string;
  readonly envFile?: readonly string[];
}

export const schemasOption = (): Option =>
  new Option('--schemas <file>', 'module that exports what defineHydrogenai() made');

export const envFileOption = (): Option =>
  new Option(
    '--env-file <file>',
    'instead of the files that the configuration names; may be repeated',
  ).argParser((file, before: readonly string[] = []) => [...before, file]);

export const formatOption = (): Option =>
  new Option('--format <format>', 'how the report looks').choices(REPORT_FORMATS).default('text');

export const failOnOption = (): Option =>
  new Option('--fail-on <severity>', 'what counts as failed (default: as the boot does)').choices([
    'critical',
    'warning',
  ]);

export const onlyOption = (): Option =>
  new Option('--only <names>', 'parts, as env,services,ai,performance, or probes, as redis,openai').argParser(
    (names, before: readonly string[] = []) => [...before, ...listOf(names)],
  );

export const timeoutOption = (): Option =>
  new Option('--timeout <duration>', 'for all probes together, as 5s (default: boot.budgetMs)');

/** What `--timeout` means, in ms. @throws CliFault */
export async function budgetOf(timeout: string): Promise<number> {
  // Loaded only here, because Nest comes along.
  const { durationOf } = await import('../coercion/duration.policy.js');
  const ms = durationOf(timeout);
  if (ms >= SHORTEST_MS && ms <= LONGEST_MS) return ms;
  throw new CliFault('--timeout: expected 100ms to 1m, for example 5s.');
}

function listOf(names: string): readonly string[] {
  const list = names.split(',').map((name) => name.trim());
  if (list.every((name) => name !== '')) return list;
  throw new InvalidArgumentError('Expected names with commas between them.');
}
