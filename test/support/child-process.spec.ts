import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runCommand, runNode, runTypeScript } from './child-process.js';
import { isAlive } from './process-end.js';

const script = fixture('child.mjs');

describe('a child process', () => {
  it('gives both outputs and the exit code', async () => {
    await using child = await runNode(script, { args: ['second', '3'] });
    expect(await child.ended).toEqual({ code: 3, signal: null });
    expect(child.stdout).toBe('first\n');
    expect(child.stderr).toBe('second\nhalf a li');
  });

  it('finds a line that came before and one that is still to come', async () => {
    await using child = await runNode(script, { args: ['second', 'stay'] });
    expect(await child.waitForLine(/^first$/)).toBe('first');
    expect(await child.waitForLine(/^second$/)).toBe('second');
    expect(await child.waitForLine(/^first$/)).toBe('first');
  });

  it('takes no half line for a line, except at the end', async () => {
    await using running = await runNode(script, { args: ['second', 'stay'] });
    await running.waitForLine(/^second$/);
    await expect(running.waitForLine(/half/, 100)).rejects.toThrow(/no line like \/half\/ within 100 ms/);
    await using done = await runNode(script, { args: ['second', '0'] });
    expect(await done.waitForLine(/half/)).toBe('half a li');
  });

  it('says that it ended without the line, and what it printed', async () => {
    await using child = await runNode(script, { args: ['second', '0'] });
    await expect(child.waitForLine(/^never$/)).rejects.toThrow(/ended without a line like[^]*second/);
    await expect(child.waitForLine(/^never$/)).rejects.toThrow(/ended without a line like/);
  });

  it('says when it does not end by itself in time', async () => {
    await using child = await runNode(script, { args: ['second', 'stay'] });
    await expect(child.endsWithin(200)).rejects.toThrow(/still running after 200 ms/);
    expect(isAlive(child.pid)).toBe(true);
  });

  it('is killed when its scope ends', async () => {
    let pid: number;
    {
      await using child = await runNode(script, { args: ['second', 'stay'] });
      ({ pid } = child);
      await child.waitForLine(/first/);
    }
    expect(isAlive(pid)).toBe(false);
  });

  it('ends by the signal it is sent', async () => {
    await using child = await runNode(script, { args: ['second', 'stay'] });
    await child.waitForLine(/first/);
    child.signal('SIGTERM');
    expect(await child.endsWithin(5_000)).toEqual({ code: null, signal: 'SIGTERM' });
  });

  it('sees the variables that it is given and not those taken away', async () => {
    const print = 'process.stdout.write(`${process.env.GIVEN} ${process.env.PATH}`)';
    await using child = await runCommand(process.execPath, ['-e', print], {
      env: { GIVEN: 'yes', PATH: undefined },
    });
    await child.ended;
    expect(child.stdout).toBe('yes undefined');
  });

  it('cannot be started from a program that does not exist', async () => {
    await expect(runCommand('/no/such/program', [])).rejects.toThrow(/ENOENT/);
  });

  it('runs TypeScript with decorators and their metadata', async () => {
    await using child = await runTypeScript(fixture('decorated.ts'), { args: ['one', 'two'] });
    await child.ended;
    expect(child.stderr).toBe('');
    expect(child.stdout).toBe('parameter type Clock, arguments one two\nclock\n');
  });
});

function fixture(name: string): string {
  return fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
}
