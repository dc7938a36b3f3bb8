import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand, runTypeScript, type Child } from '../../support/child-process.js';
import { freePort } from '../../support/free-port.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const service = fileURLToPath(new URL('fixtures/service.ts', import.meta.url));

const OPENAI = 'not-a-key-7f3kq9xw2mzp';
const everythingWrong = {
  OPENAI_API_KEY: OPENAI,
  GROQ_API_KEY: undefined,
  GROK_API_KEY: 'gsk_41dj20fkq0sl3kfa',
  ANTHROPIC_API_KEY: '',
  AI_TIMEOUT_MS: '99',
  AI_RETRIES: 'three',
  AI_STREAMING: 'maybe',
  REDIS_URL: 'postgres://app:correct-horse-battery@db/0\n',
  CACHE_MODE: '"disk"',
};
const expected = [
  ['OPENAI_API_KEY', 'CFG-ENV-003'],
  ['GROQ_API_KEY', 'CFG-ENV-001'],
  ['ANTHROPIC_API_KEY', 'CFG-ENV-001'],
  ['AI_TIMEOUT_MS', 'CFG-ENV-003'],
  ['AI_RETRIES', 'CFG-ENV-002'],
  ['AI_STREAMING', 'CFG-ENV-002'],
  ['REDIS_URL', 'CFG-ENV-003'],
  ['CACHE_MODE', 'CFG-ENV-003'],
];
const warned = [
  ['REDIS_URL', 'CFG-ENV-006'],
  ['CACHE_MODE', 'CFG-ENV-005'],
  ['GROK_API_KEY', 'CFG-ENV-008'],
];

interface Reported {
  readonly errors: readonly { readonly subject: string; readonly id: string }[];
  readonly warnings: readonly { readonly subject: string; readonly id: string }[];
}

let port: number;
let folder: string;

beforeAll(async () => {
  // The child loads the built package, as an installed one would be.
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  await using build = await runCommand(process.execPath, [compiler, '-b', 'libs/config-validator'], {
    cwd: root,
  });
  if ((await build.ended).code !== 0) throw new Error(build.stdout);
  port = await freePort();
  folder = await mkdtemp(join(tmpdir(), 'config-boot-'));
});

afterAll(() => rm(folder, { recursive: true }));

function start(env: Readonly<Record<string, string | undefined>>): Promise<Child> {
  return runTypeScript(service, { env: { PORT: String(port), BOX: undefined, ENV_FILE: undefined, ...env } });
}

describe('a service whose configuration is all wrong', () => {
  it('ends with code 78 and one JSON line in a pipe that lists everything, and never listens', async () => {
    await using child = await start(everythingWrong);
    expect(await child.endsWithin(15_000)).toEqual({ code: 78, signal: null });

    expect(child.stderr.endsWith('\n')).toBe(true);
    const lines = child.stderr.split('\n').filter((line) => line !== '');
    expect(lines).toHaveLength(1);
    // What the line holds is asserted below.
    const line = JSON.parse(child.stderr) as Reported;
    expect(line).toMatchObject({
      level: 'fatal',
      code: 'CONFIGURATION_INVALID',
      exitCode: 78,
      health: 'unhealthy',
    });
    expect(line.errors.map(({ subject, id }) => [subject, id])).toEqual(expect.arrayContaining(expected));
    expect(line.warnings.map(({ subject, id }) => [subject, id])).toEqual(warned);

    expect(child.stdout).not.toContain('listening');
    await expect(connects(port)).resolves.toBe(false);
  });

  it.each(['unicode', 'ascii'])('shows a box in %s on a terminal, at most 100 wide', async (box) => {
    await using child = await start({ ...everythingWrong, BOX: box });
    expect(await child.endsWithin(15_000)).toEqual({ code: 78, signal: null });
    for (const [subject] of [...expected, ...warned]) expect(child.stderr).toContain(` ${subject} (CFG-`);
    const rows = child.stderr.trimEnd().split('\n');
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([100]));
    expect(/^[\p{ASCII}]+$/u.test(child.stderr)).toBe(box === 'ascii');
  });

  it('prints no value and no part of one', async () => {
    for (const box of [undefined, 'unicode']) {
      await using child = await start({ ...everythingWrong, BOX: box });
      await child.endsWithin(15_000);
      expect(child.stderr).toContain('OPENAI_API_KEY');
      for (const secret of [OPENAI, 'gsk_41dj20', 'correct-horse', 'postgres', 'three', 'maybe', 'disk'])
        expect(child.stdout + child.stderr).not.toContain(secret);
    }
  });
});

describe('a service whose configuration is right', () => {
  it('listens, with the environment before its file', async () => {
    const file = join(folder, '.env');
    await writeFile(
      file,
      [
        'OPENAI_API_KEY=sk-0123456789012345678901',
        "GROQ_API_KEY='gsk_1'",
        'export ANTHROPIC_API_KEY=sk-ant-1',
        'AI_TIMEOUT_MS=1000',
        'AI_STREAMING=maybe',
      ].join('\n'),
    );
    await using child = await start({ ...none(everythingWrong), ENV_FILE: file, AI_STREAMING: 'false' });
    await child.waitForLine(/^listening$/);
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect(await answer.json()).toEqual({ timeoutMs: 1_000 });
    child.signal('SIGTERM');
    await child.ended;
    expect(child.stderr).toBe('');
  });
});

function none(env: Readonly<Record<string, unknown>>): Record<string, undefined> {
  return Object.fromEntries(Object.keys(env).map((name) => [name, undefined]));
}

function connects(to: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(to, '127.0.0.1');
    socket.once('connect', () => (socket.destroy(), answer(true)));
    socket.once('error', () => answer(false));
  });
}
