import { relative, resolve, sep } from 'node:path';
import type { Command } from 'commander';
import type { DoctorReport } from '../../report/doctor-report.js';
import { exitCodeOf } from '../../report/exit-code.policy.js';
import { renderReport, type ReportFormat } from '../../report/render-report.js';
import type { CliIo } from '../cli-io.js';
import { findingIdOf, readFindingPage, readFindingPages } from '../finding-pages.js';
import {
  envFileOption,
  failOnOption,
  formatOption,
  onlyOption,
  schemasOption,
  budgetOf,
  timeoutOption,
  type CommonOptions,
} from '../options.js';
import { packageVersion } from '../package-version.js';
import { pageText } from '../page-text.js';
import { styleOf } from '../text-style.policy.js';
import { locate, perform } from './perform.js';

interface DoctorOptions extends CommonOptions {
  readonly offline: boolean;
  readonly only?: readonly string[];
  readonly format: ReportFormat;
  readonly failOn?: DoctorReport['failOn'];
  readonly timeout?: string;
  readonly explain?: string;
}

export function addDoctor(program: Command, io: CliIo, endWith: (exitCode: number) => void): void {
  program
    .command('doctor')
    .description('checks the configuration of this application as its boot does, and asks what it names')
    .option('--offline', 'asks nobody', false)
    .addOption(onlyOption())
    .addOption(formatOption())
    .addOption(failOnOption())
    .addOption(timeoutOption())
    .addOption(envFileOption())
    .addOption(schemasOption())
    .option('--explain <id>', 'tells what a finding means and what to do, and checks nothing')
    .action(async (options: DoctorOptions) => {
      if (options.explain === undefined) endWith(await doctor(options, io));
      else await explain(options.explain, io);
    });
}

async function doctor(options: DoctorOptions, io: CliIo): Promise<number> {
  const { offline, only, format, timeout } = options;
  const budgetMs = timeout === undefined ? undefined : await budgetOf(timeout);
  const at = Date.now();
  const located = await locate(options, io);
  const answer = await perform({ kind: 'doctor', ...located, offline, only, budgetMs }, io);
  const { result, ms } = answer;
  const failOn = options.failOn ?? (answer.failOn === 'warning' ? 'warning' : 'critical');
  const exitCode = exitCodeOf(result, failOn);
  const report: DoctorReport = {
    result,
    ms,
    at,
    failOn,
    exitCode,
    version: packageVersion(),
    declaredIn: located.file,
    folder: io.cwd,
    root: checkoutOf(io),
  };
  const pages = await readFindingPages(format === 'sarif' ? result.findings.map(({ id }) => id) : []);
  io.stdout.write(renderReport(report, format, { style: styleOf(io.stdout, io.env), pages }));
  return exitCode;
}

async function explain(typed: string, io: CliIo): Promise<void> {
  io.stdout.write(pageText(await readFindingPage(await findingIdOf(typed)), styleOf(io.stdout, io.env)));
}

/** GitHub shows findings by paths of the checkout, which the application may be one folder of. */
function checkoutOf({ env, cwd }: CliIo): string {
  const workspace = env['GITHUB_WORKSPACE'];
  if (workspace === undefined || workspace === '') return cwd;
  const inside = relative(resolve(workspace), cwd);
  return inside === '..' || inside.startsWith(`..${sep}`) ? cwd : resolve(workspace);
}
