import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FINDING_CATALOGUE, type FindingId } from '../findings/finding-catalogue.js';
import type { EnvironmentLike } from '../sources/env-layer.js';
import { runCli } from './run-cli.js';
import { performTask } from './worker/perform-task.js';

const app = fileURLToPath(new URL('../../../../test/e2e/config/fixtures/app', import.meta.url));
const IDS = Object.keys(FINDING_CATALOGUE) as FindingId[];

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'config-cli-'))));
afterAll(() => rm(folder, { recursive: true }));

interface Surroundings {
  readonly cwd?: string;
  readonly env?: EnvironmentLike;
  readonly isTTY?: boolean;
}

/** The command in this process, without the thread. */
async function run(
  args: readonly string[],
  { cwd = app, env = { LANG: 'C.UTF-8' }, isTTY = false }: Surroundings = {},
) {
  const said = { out: '', err: '' };
  const code = await runCli(args, {
    stdout: { write: (text) => void (said.out += text), isTTY, columns: 100 },
    stderr: { write: (text) => void (said.err += text), isTTY, columns: 100 },
    env,
    cwd,
    perform: performTask,
  });
  return { code, ...said };
}

/** A folder with these files. */
async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const made = await mkdtemp(join(folder, 'app-'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(made, name), content);
  return made;
}

async function envFile(...lines: readonly string[]): Promise<string> {
  return join(await folderWith({ '.env': `${lines.join('\n')}\n` }), '.env');
}

describe('the configuration of an application', () => {
  it('is what its package.json names, or a file of the usual name, or what is given', async () => {
    expect(await run(['doctor'])).toMatchObject({ code: 0, err: '' });
    const given = await folderWith({});
    const named = ['--schemas', join(app, 'configuration.mjs')];
    expect((await run(['config', 'print', ...named], { cwd: given })).out).toContain('DOCTOR_TIMEOUT');
    const usual = await folderWith({
      'hydrogenai.config.mjs': `export { hydrogenai as default } from ${JSON.stringify(join(app, 'configuration.mjs'))};`,
    });
    expect((await run(['config', 'print'], { cwd: usual })).out).toContain('DOCTOR_TIMEOUT');
  });

  it.each([
    ['{}', 'No configuration was found in this folder'],
    ['{ no json', 'The package.json of this folder is not JSON.'],
    ['{"hydrogenai":{"config":3}}', '"hydrogenai.config" of package.json is not the path of a module.'],
    [
      '{"hydrogenai":{"config":"./dist/none.js"}}',
      'There is no file dist/none.js, which "hydrogenai.config" of package.json names. Build the application first',
    ],
  ])('is missed with the package.json %s', async (manifest, message) => {
    const cwd = await folderWith({ 'package.json': manifest });
    const { code, out, err } = await run(['doctor'], { cwd });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`hydrogenai: ${message}`);
  });

  it.each([
    ['faulty/nothing.mjs', 'faulty/nothing.mjs exports nothing that defineHydrogenai() made'],
    [
      'faulty/unresolved.mjs',
      "faulty/unresolved.mjs cannot be imported: Cannot find package 'no-such-package'",
    ],
    [
      'faulty/bad-option.mjs',
      'faulty/bad-option.mjs cannot be imported: ignore[0].until: expected a day as YYYY-MM-DD, received "tomorrow".',
    ],
    ['none.mjs', 'There is no file none.mjs, which --schemas names.'],
  ])('is refused when %s is it', async (file, message) => {
    const { code, out, err } = await run(['doctor', '--schemas', file]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });

  it('is not the one of another copy of the package', async () => {
    const cwd = await folderWith({
      'hydrogenai.config.mjs': `const mark = Symbol.for('@hydrogenai/config-validator:defined-by');
        export const hydrogenai = { [mark]: 'file:///elsewhere' };`,
    });
    const { code, err } = await run(['doctor'], { cwd });
    expect(code).toBe(2);
    expect(err).toContain('uses another copy of @hydrogenai/config-validator');
  });
});

describe('doctor', () => {
  const ids = (out: string): readonly string[] => [...out.matchAll(/CFG-[A-Z]+-\d+ +\w+/g)].map(String);

  it('reads the given files instead of those of the configuration, the first before the second', async () => {
    const [first, second] = [
      await envFile('DOCTOR_KEY=bad'),
      await envFile('DOCTOR_KEY=key-1', 'DOCTOR_MANY=b'),
    ];
    const declared = await envFile('DOCTOR_TIMEOUT=soon');
    const cwd = await folderWith({
      'hydrogenai.config.mjs': `import { hydrogenai as other } from ${JSON.stringify(join(app, 'configuration.mjs'))};
        import { defineHydrogenai } from ${JSON.stringify(join(app, 'library.mjs'))};
        export const hydrogenai = defineHydrogenai({ ...other, envFiles: [${JSON.stringify(declared)}] });`,
    });
    expect((await run(['doctor'], { cwd })).out).toContain(`${declared}:1`);
    const { code, out } = await run(['doctor', '--env-file', first, '--env-file', second], { cwd });
    expect(out).not.toContain(declared);
    expect(code).toBe(3);
    expect(out).toContain(`${first}:1`);
    expect(out).toContain(`${second}:2`);
    expect(await run(['doctor', '--env-file', 'missing.env'])).toEqual({
      code: 2,
      out: '',
      err: 'hydrogenai: There is no file missing.env (--env-file).\n',
    });
  });

  it('asks nobody when it is offline, and looks only at what is chosen', async () => {
    const file = await envFile('DOCTOR_KEY=bad', 'DOCTOR_ASKS=no', 'DOCTOR_ATTEMPT=40s');
    const found = async (...args: readonly string[]) =>
      ids((await run(['doctor', '--env-file', file, ...args])).out);
    const key = 'CFG-ENV-003   DOCTOR_KEY';
    const asks = 'CFG-REACH-018 DOCTOR_ASKS';
    const attempt = 'CFG-PERF-002  DOCTOR_ATTEMPT';
    expect(await found()).toEqual([key, asks, attempt]);
    expect(await found('--offline')).toEqual([key, attempt]);
    expect(await found('--only', 'env')).toEqual([key]);
    expect(await found('--only', 'door')).toEqual([asks]);
    expect(await found('--only', 'services')).toEqual([asks]);
    expect(await found('--only', 'performance')).toEqual([attempt]);
    expect(await found('--only', 'door,performance')).toEqual([asks, attempt]);
    expect(await found('--only', 'ai')).toEqual([]);
  });

  it.each([
    [['--only', 'dor'], 'ai, door, env, performance, services, received "dor"'],
    [['--only', 'env,'], 'Expected names with commas between them.'],
    [['--timeout', 'soon'], '--timeout: expected 100ms to 1m, for example 5s.'],
    [['--timeout', '2m'], '--timeout: expected 100ms to 1m, for example 5s.'],
    [['--format', 'xml'], 'Allowed choices are text, json, sarif, junit, github.'],
    [['--fail-on', 'never'], 'Allowed choices are critical, warning.'],
    [['door'], 'too many arguments'],
  ])('refuses %j', async (args, message) => {
    const { code, out, err } = await run(['doctor', ...args]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });

  it('fails from the same findings on as the boot, unless told otherwise', async () => {
    const strict = await folderWith({
      'hydrogenai.config.mjs': `import { hydrogenai as loose } from ${JSON.stringify(join(app, 'configuration.mjs'))};
        import { defineHydrogenai } from ${JSON.stringify(join(app, 'library.mjs'))};
        export const hydrogenai = defineHydrogenai({ ...loose, boot: { failOn: 'warning' } });`,
    });
    const file = await envFile('DOCTOR_ATTEMPT=40s');
    const code = async (...args: readonly string[]) =>
      (await run(['doctor', '--env-file', file, ...args], { cwd: strict })).code;
    expect([await code(), await code('--fail-on', 'critical')]).toEqual([4, 0]);
  });

  it('explains every finding, in any case of its id, and proposes the nearest one for others', async () => {
    for (const id of IDS) {
      const { code, out } = await run(['doctor', '--explain', id.toLowerCase()]);
      expect(code).toBe(0);
      expect(out).toMatch(new RegExp(`^${id} \\S.*\n\nWhat it means\n\n\\S`));
      const sentences = out.split('\n').filter((line) => !line.startsWith('    '));
      expect(Math.max(...sentences.map((line) => line.length))).toBeLessThanOrEqual(100);
    }
    expect(await run(['doctor', '--explain', 'CFG-PREF-003'])).toEqual({
      code: 2,
      out: '',
      err: 'hydrogenai: There is no finding of that id. Did you mean CFG-PERF-003?\n',
    });
  });
});

describe('config', () => {
  it('prints what applies and where it is from, and no value of what is refused', async () => {
    const file = await envFile('DOCTOR_KEY=bad-one', 'DOCTOR_TIMEOUT=5s');
    const { code, out } = await run(['config', 'print', '--env-file', file]);
    expect(code).toBe(0);
    expect(out).not.toContain('bad-one');
    expect(out).toMatch(
      /^Door\n {2}DOCTOR_KEY +\(CFG-ENV-003\) +\S+\.env:1\n {2}DOCTOR_TIMEOUT +5s +\S+\.env:2\n/,
    );
    const json = await run(['config', 'print', '--env-file', file, '--format', 'json']);
    expect(JSON.parse(json.out)).toMatchObject({
      groups: [
        {
          title: 'Door',
          variables: [{ name: 'DOCTOR_KEY', findings: ['CFG-ENV-003'] }, { shown: '5s' }, {}, {}, {}],
        },
      ],
    });
  });

  it('describes the schemas in three forms', async () => {
    const schema = async (...args: readonly string[]) => (await run(['config', 'schema', ...args])).out;
    expect(JSON.parse(await schema())).toMatchObject({ properties: { DOCTOR_KEY: { type: 'string' } } });
    expect(await schema('--format', 'env')).toContain('# DOCTOR_TIMEOUT=30000\n');
    expect(await schema('--format', 'markdown')).toContain('| `DOCTOR_KEY` |');
  });
});

describe('the command line', () => {
  it('tells how it is used: on the first output when it is asked, on the other when it is not', async () => {
    const asked = await run(['--help']);
    expect(asked).toMatchObject({ code: 0, err: '' });
    expect(asked.out).toContain('Usage: hydrogenai');
    const notAsked = await run([]);
    expect(notAsked).toMatchObject({ code: 2, out: '' });
    expect(notAsked.err).toContain('Usage: hydrogenai');
    expect(await run(['--version'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { TERM: 'dumb' }, false],
    [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
    [true, { FORCE_COLOR: '0' }, false],
  ] as const)('on a terminal: %j, with %j, has colours: %j', async (isTTY, env, colours) => {
    expect((await run(['doctor'], { isTTY, env })).out.includes('\u001B[')).toBe(colours);
  });

  it('tells of its progress on the other output of a terminal, and takes that away again', async () => {
    const CLEAR = '\r\u001B[2K';
    expect((await run(['doctor'], { isTTY: true })).err.endsWith(CLEAR)).toBe(true);
    expect((await run(['doctor'])).err).toBe('');
    const slow = await envFile('DOCTOR_ASKS=hang');
    const { err } = await run(['doctor', '--env-file', slow], { isTTY: true });
    expect(err.split(CLEAR)[1]).toMatch(/^Reading the configuration \d\.\d s$/);
    expect(err.endsWith(CLEAR)).toBe(true);
  });
});
