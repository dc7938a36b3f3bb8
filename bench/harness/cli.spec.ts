import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runNode, type Child } from '../../test/support/child-process.js';
import { untilGone } from '../../test/support/process-end.js';

const root = resolve(import.meta.dirname, '../..');
const program = join(import.meta.dirname, 'fixtures/run-cli.mjs');
const cache = join(root, 'node_modules/.cache');

let compiled: string;

beforeAll(async () => {
  await mkdir(cache, { recursive: true });
  compiled = await mkdtemp(join(cache, 'bench-spec-'));
  const compilerOptions = {
    rootDir: import.meta.dirname,
    outDir: '.',
    typeRoots: [join(root, 'node_modules/@types')],
  };
  const include = ['*.ts', 'fixtures/*.ts'].map((files) => join(import.meta.dirname, files));
  const exclude = [join(import.meta.dirname, '*.spec.ts')];
  await writeFile(join(compiled, 'package.json'), JSON.stringify({ type: 'module' }));
  await writeFile(
    join(compiled, 'tsconfig.json'),
    JSON.stringify({ extends: join(root, 'bench/tsconfig.json'), compilerOptions, include, exclude }),
  );
  await using tsc = await runNode(join(root, 'node_modules/typescript/bin/tsc'), { args: ['-p', compiled] });
  if ((await tsc.ended).code !== 0) throw new Error(tsc.stdout);
});

afterAll(() => rm(compiled, { recursive: true, force: true }));

async function bench(...args: string[]): Promise<{ code: number | null; child: Child }> {
  await using child = await runNode(program, { args: [compiled, ...args] });
  const { code } = await child.ended;
  return { code, child };
}

describe('npm run bench', () => {
  it('prints with --json one object of the promised shape and nothing else', async () => {
    const { code, child } = await bench('noisy', '--json', '--rounds', '3');
    expect(code).toBe(0);
    expect(JSON.parse(child.stdout)).toEqual({
      suite: 'noisy',
      date: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      node: process.versions.node,
      cpus: expect.any(Number),
      rows: [
        {
          name: 'sum',
          value: expect.any(Number),
          unit: 'ns',
          peer: 'theirs',
          peerValue: expect.any(Number),
          ratio: expect.any(Number),
          goal: 'ratio <= 1000',
          pass: true,
        },
        { name: 'direct p50', value: expect.any(Number), unit: 'ms', goal: '<= 10000 ms', pass: true },
        {
          name: 'direct rate',
          value: expect.any(Number),
          unit: '1/s',
          goal: '>= 1000000000000 1/s',
          pass: false,
        },
        { name: 'direct CPU', value: expect.any(Number), unit: 'us', goal: '<= 1000000000 us', pass: true },
      ],
      details: { places: ['here', 'there'] },
    });
    for (const noise of ['noise of the suite', 'noise of a child', 'upstream noise', 'round 3 of 3']) {
      expect(child.stderr).toContain(noise);
    }
  });

  it('prints for people one line per row and the details below, says plainly which goal was missed, and ends well', async () => {
    const { code, child } = await bench('noisy', '--rounds', '1');
    expect(code).toBe(0);
    const lines = child.stdout.trimEnd().split('\n');
    expect(lines[0]).toBe('noisy: Shows that a report stands alone on standard output.');
    expect(lines[1]).toMatch(/^\d{4}-\d\d-\d\d, Node \d+\.\d+\.\d+, \d+ CPUs, 1 rounds$/);
    expect(lines.slice(3)).toEqual([
      expect.stringMatching(/^sum .* ns +theirs .* ns +ratio .* +goal ratio <= 1000 .*goal met$/),
      expect.stringMatching(/^direct p50 .*goal met$/),
      expect.stringMatching(/^direct rate .*goal missed$/),
      expect.stringMatching(/^direct CPU .*goal met$/),
      '',
      'here and there',
    ]);
  });

  it('leaves no upstream behind', async () => {
    const { child } = await bench('noisy', '--json', '--rounds', '1');
    const [, pid] = /cleaned up (\d+)/.exec(child.stderr) ?? [];
    await untilGone(Number(pid), 5_000);
  });

  it('takes the measuring process and the upstream with it when it is killed', async () => {
    const child = await runNode(program, { args: [compiled, 'noisy', '--rounds', '100000'] });
    const [, ...pids] = (await child.waitForLine(/^processes /)).split(' ');
    expect(pids).toHaveLength(2);
    await child.kill();
    for (const pid of pids) await untilGone(Number(pid), 5_000);
  });

  it('fails, cleans up and prints no report when the suite cannot run', async () => {
    const { code, child } = await bench('broken', '--json');
    expect(code).toBe(1);
    expect(child.stdout).toBe('');
    expect(child.stderr).toContain('this upstream cannot start');
    expect(child.stderr).toContain('failing.upstream.js ended before it was ready');
    expect(child.stderr).toContain('cleaned up');
    expect(child.stderr).toContain('The suite broken could not run to its end.');
  });

  it.each([
    [['nothing-like-it'], 'There is no suite "nothing-like-it".'],
    [[], 'Name one suite.'],
    [['noisy', 'broken'], 'Name one suite.'],
    [['noisy', '--rounds', '0'], '--rounds takes a whole number from 1.'],
    [['noisy', '--rounds', 'x'], '--rounds takes a whole number from 1.'],
    [['noisy', '--fast'], "Unknown option '--fast'"],
  ])('refuses %j with exit code 2, the reason and the known suites', async (args, reason) => {
    const { code, child } = await bench(...args);
    expect(code).toBe(2);
    expect(child.stdout).toBe('');
    expect(child.stderr).toContain(reason);
    expect(child.stderr).toContain('suites: broken, noisy');
  });
});
