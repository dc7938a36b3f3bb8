import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';

const SUITE_FILE = /^([\w-]+)\.bench\.ts$/;

/** Enough for a stable median on a machine that does other things too; odd, so that the median was really seen. */
const DEFAULT_ROUNDS = 11;

const USAGE = 2;
const COULD_NOT_RUN = 1;

/**
 * The command `npm run bench -- <suite> [--json] [--rounds n]`. A missed goal is a result: only a bench that could not
 * run ends with an error. Standard output gets the report and nothing else.
 *
 * @param suites folder of the `<name>.bench.ts` files
 * @param compile makes JavaScript of them; resolves to the paths `measure` (the measuring program) and `suite`
 * @returns the exit code
 */
export async function runCli(argv, { suites, compile }) {
  const known = readdirSync(suites)
    .flatMap((file) => SUITE_FILE.exec(file)?.[1] ?? [])
    .toSorted();
  const wish = readArguments(argv, known);
  if (wish.error !== undefined) {
    process.stderr.write(
      `${wish.error}\nusage: npm run bench -- <suite> [--json] [--rounds n]\nsuites: ${known.join(', ') || 'none yet'}\n`,
    );
    return USAGE;
  }
  const compiled = await compile(wish.suite);
  if (compiled === undefined) return COULD_NOT_RUN;

  // The measuring process prints to our stderr, whatever a library in it writes; the report comes over its own channel.
  const child = fork(compiled.measure, [compiled.suite, String(wish.rounds)], {
    execArgv: ['--expose-gc', '--enable-source-maps'],
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  const closed = once(child, 'close');
  const received = await Promise.race([once(child, 'message'), closed.then(() => undefined)]);
  await closed;
  if (received === undefined) {
    process.stderr.write(`The suite ${wish.suite} could not run to its end.\n`);
    return COULD_NOT_RUN;
  }
  const [{ report, text }] = received;
  process.stdout.write(wish.json ? `${JSON.stringify(report)}\n` : text);
  return 0;
}

function readArguments(argv, known) {
  let parsed;
  try {
    parsed = parseArgs({
      args: argv,
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, rounds: { type: 'string' } },
    });
  } catch (error) {
    return { error: error.message };
  }
  const [suite, ...more] = parsed.positionals;
  const rounds = parsed.values.rounds === undefined ? DEFAULT_ROUNDS : Number(parsed.values.rounds);
  if (suite === undefined || more.length > 0) return { error: 'Name one suite.' };
  if (!known.includes(suite)) return { error: `There is no suite "${suite}".` };
  if (!Number.isInteger(rounds) || rounds < 1) return { error: '--rounds takes a whole number from 1.' };
  return { suite, rounds, json: parsed.values.json };
}
