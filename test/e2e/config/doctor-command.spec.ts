import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand, runNode, type Child, type ChildEnd } from '../../support/child-process.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const bin = join(root, 'libs/config-validator/bin/hydrogenai.mjs');
const app = fileURLToPath(new URL('fixtures/app', import.meta.url));
const SECRET = 'kf83-Q2mwpz0L-xv77';

/** Generous for a busy machine: it bounds a hang, it measures nothing. */
const ENDS_WITHIN_MS = 30_000;

let folder: string;
beforeAll(async () => {
  // The command is run as it is installed: built.
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  await using build = await runCommand(process.execPath, [compiler, '-b', 'libs/config-validator'], {
    cwd: root,
  });
  if ((await build.ended).code !== 0) throw new Error(build.stdout);
  folder = await mkdtemp(join(tmpdir(), 'config-command-'));
});
afterAll(() => rm(folder, { recursive: true }));

type Env = Readonly<Record<string, string | undefined>>;
const NEUTRAL: Env = {
  LANG: 'C.UTF-8',
  LC_ALL: undefined,
  GITHUB_WORKSPACE: undefined,
  FORCE_COLOR: undefined,
};

interface Ended extends Pick<Child, 'stdout' | 'stderr'>, ChildEnd {}

async function hydrogenai(args: string, env: Env = {}, cwd = app): Promise<Ended> {
  await using child = await runNode(bin, { args: args.split(' '), env: { ...NEUTRAL, ...env }, cwd });
  const end = await child.endsWithin(ENDS_WITHIN_MS);
  expect(child.stdout + child.stderr).not.toContain(SECRET.slice(0, 12));
  return { ...end, stdout: child.stdout, stderr: child.stderr };
}

/** In a shell, with what comes after the command: `| head -1`. */
async function piped(args: string, rest: string): Promise<Ended> {
  const script = `"${process.execPath}" "${bin}" ${args} ${rest}`;
  await using child = await runCommand('bash', ['-o', 'pipefail', '-c', script], { cwd: app, env: NEUTRAL });
  const end = await child.endsWithin(ENDS_WITHIN_MS);
  return { ...end, stdout: child.stdout, stderr: child.stderr };
}

describe('the exit code of the installed command', () => {
  it.each([
    ['something critical is wrong', 'doctor', { DOCTOR_KEY: SECRET }, 3, 'CFG-ENV-003'],
    ['warnings count', 'doctor --fail-on warning', { DOCTOR_ATTEMPT: '40s' }, 4, 'CFG-PERF-002'],
    [
      'a probe hangs and leaves its timer running',
      'doctor --timeout 100ms',
      { DOCTOR_ASKS: 'hang' },
      5,
      'CFG-REACH-004',
    ],
    ['a CommonJS module has left a server running', 'doctor --schemas faulty/listening.cjs', {}, 0, 'exit 0'],
  ])('is right when %s', async (_, args, env, code, said) => {
    const end = await hydrogenai(args, env);
    expect(end.stdout).toContain(said);
    expect({ code: end.code, signal: end.signal }).toEqual({ code, signal: null });
    // No terminal, so no colours; and what the module prints is not in the report.
    expect(end.stdout).not.toContain('\u001B');
    expect(end.stdout).not.toContain('the module prints this');
  });

  it.each([
    [
      'the option is unknown',
      'doctor --fromat json',
      2,
      "error: unknown option '--fromat'\n(Did you mean --format?)",
    ],
    [
      'the module throws',
      'doctor --schemas faulty/throwing.mjs',
      2,
      'throws TypeError in faulty/throwing.mjs:2',
    ],
    ['the module never loads', 'doctor --schemas faulty/stuck.mjs', 2, 'has an await that never ends'],
    ['the module ends the process', 'doctor --schemas faulty/ending.mjs', 2, 'ends the process'],
    [
      'it is the fault of nobody else',
      'doctor --schemas faulty/own-fault.mjs',
      1,
      'its own fault (RangeError)',
    ],
  ])('is right when %s, which is told on the other output', async (_, args, code, said) => {
    const end = await hydrogenai(args, { DOCTOR_KEY: SECRET });
    expect(end.stderr).toContain(said);
    expect({ code: end.code, stdout: end.stdout }).toEqual({ code, stdout: '' });
  });
});

describe('the output', () => {
  it.each([
    ['sarif', (text: string) => (JSON.parse(text) as { runs: unknown[] }).runs.length === 1],
    ['junit', (text: string) => text.startsWith('<?xml') && text.endsWith('</testsuites>\n')],
    ['github', (text: string) => text.startsWith('::error file=app/configuration.mjs,title=CFG-ENV-003')],
  ])('is nothing but %s', async (format, holds) => {
    // The checkout is the folder above.
    const end = await hydrogenai(`doctor --format ${format}`, {
      DOCTOR_KEY: SECRET,
      GITHUB_WORKSPACE: join(app, '..'),
    });
    expect(holds(end.stdout)).toBe(true);
    expect({ code: end.code, stderr: end.stderr }).toEqual({ code: 3, stderr: 'the module prints this\n' });
  });

  it('is complete in a pipe of which nobody reads for a while, though it is larger than the pipe', async () => {
    const file = join(folder, 'large.env');
    const lines = Array.from({ length: 1_500 }, (_, index) => `STRAY_${index}=x`);
    await writeFile(file, lines.join('\n'));
    const [end, cut] = await Promise.all([
      piped(`doctor --format json --env-file ${file}`, '| { sleep 0.3; cat; }'),
      piped(`doctor --format json --env-file ${file}`, '| head -1'),
    ]);
    expect(end.stdout.length).toBeGreaterThan(300_000);
    const { recommendations } = JSON.parse(end.stdout) as { recommendations: unknown[] };
    expect(recommendations).toHaveLength(lines.length);
    expect(end.code).toBe(0);
    // Who has seen enough is no fault.
    expect(cut).toEqual({ code: 0, signal: null, stdout: '{\n', stderr: 'the module prints this\n' });
  });
});
