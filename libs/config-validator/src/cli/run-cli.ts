import { Command, CommanderError } from 'commander';
import { EXIT_CODE } from '../report/exit-code.policy.js';
import { CliFault, InternalFault } from './cli-fault.js';
import type { CliIo } from './cli-io.js';
import { addConfig } from './commands/config.command.js';
import { addDoctor } from './commands/doctor.command.js';
import { packageVersion } from './package-version.js';
import { hasColours } from './text-style.policy.js';

/**
 * The command line, without the process around it.
 * @param args without the names of the interpreter and the file.
 * @returns the exit code.
 */
export async function runCli(args: readonly string[], io: CliIo): Promise<number> {
  let exitCode: number = EXIT_CODE.fine;
  const program = new Command('hydrogenai')
    .description(
      'Looks at the configuration of the application in this folder. It shows no values of secrets.',
    )
    .version(packageVersion())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
      getOutHasColors: () => hasColours(io.stdout, io.env),
      getErrHasColors: () => hasColours(io.stderr, io.env),
    });
  addDoctor(program, io, (code) => (exitCode = code));
  addConfig(program, io);
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return codeOf(error, io);
  }
}

function codeOf(error: unknown, { stderr }: CliIo): number {
  // It has told everything already, also when it was help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT_CODE.fine : EXIT_CODE.usage;
  if (error instanceof CliFault) {
    stderr.write(`hydrogenai: ${error.message}\n`);
    return EXIT_CODE.usage;
  }
  // What an unknown error says may be anything.
  const what = error instanceof InternalFault ? error.message : 'The command failed by its own fault.';
  stderr.write(`hydrogenai: ${what}\n`);
  return EXIT_CODE.internal;
}
