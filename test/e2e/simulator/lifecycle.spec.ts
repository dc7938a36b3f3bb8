import { execFile, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { SimulatorInputError, startSimulator, type SimulatorOptions } from '@hydrogenai/ai-provider/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { ask, eventually, TEXT_ENDPOINTS } from './requests.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const [GROQ] = TEXT_ENDPOINTS;

describe('a simulator', () => {
  it('never meets another one in the same process', async () => {
    await using one = await startSimulator();
    await using two = await startSimulator({ limits: { groq: { requests: { capacity: 1 } } } });
    one.fail('groq', { kind: 'status', status: 500 }, { times: 'always' });
    expect((await ask(two, GROQ)).status).toBe(200);
    expect((await ask(two, GROQ)).status).toBe(429);
    expect((await ask(one, GROQ)).status).toBe(500);
    expect([one.hits(), two.hits(), one.journal.length, two.journal.length]).toEqual([1, 2, 1, 2]);
    expect(one.port).not.toBe(two.port);
  });

  it('closes, also twice, while requests hang, stall, wait and stream, and leaves no handle', async () => {
    const before = handles();
    for (let round = 0; round < 2; round += 1) {
      const simulator = await startSimulator({ tokenDelayMs: 10_000 });
      const faults = [
        { kind: 'hang' },
        { kind: 'stall', afterChunks: 0 },
        { kind: 'delay', ms: 60_000 },
      ] as const;
      for (const fault of faults) simulator.fail('groq', fault);
      const open = [0, 1, 2, 3].map(() =>
        ask(simulator, GROQ, { stream: true })
          .then((response) => response.text())
          .catch((error: unknown) => error),
      );
      expect(await eventually(() => simulator.journal.filter(({ model }) => model).length === 4)).toBe(true);
      await Promise.all([simulator.close(), simulator.close()]);
      for (const outcome of await Promise.all(open)) expect(outcome).toBeInstanceOf(Error);
      expect(simulator.journal.map(({ aborted }) => aborted)).toEqual([false, false, false, false]);
      await expect(ask(simulator, GROQ)).rejects.toThrow('fetch failed');
    }
    expect(await eventually(() => handles() <= before)).toBe(true);
  });

  it('refuses options that make no sense, naming field, range and value', async () => {
    const cases: [SimulatorOptions, RegExp][] = [
      [{ port: 70_000 }, /^port: expected an integer from 0 to 65535, received 70000/],
      [{ latencyMs: -1 }, /^latencyMs/],
      [{ journalSize: 0 }, /^journalSize/],
      [{ host: '0.0.0.0' }, /^host: .*allowRemote: true.*received "0\.0\.0\.0"/],
      [{ limits: { groq: { requests: { capacity: 0 } } } }, /^limits\.groq\.requests\.capacity/],
      [{ limits: { groq: { tokens: { capacity: 1, windowMs: 0.5 } } } }, /^limits\.groq\.tokens\.windowMs/],
    ];
    for (const [options, message] of cases) {
      const starting = startSimulator(options);
      await expect(starting).rejects.toThrow(SimulatorInputError);
      await expect(starting).rejects.toThrow(message);
    }
    await using taken = await startSimulator();
    await expect(startSimulator({ port: taken.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('can be reached from elsewhere when told so', async () => {
    await using simulator = await startSimulator({ host: '0.0.0.0', allowRemote: true });
    expect((await fetch(`http://127.0.0.1:${simulator.port}/_simulator/state`)).status).toBe(200);
  });
});

describe('the command', () => {
  const children: { kill(signal: NodeJS.Signals): boolean }[] = [];
  afterAll(() => children.forEach((child) => child.kill('SIGKILL')));

  it('prints its addresses, answers, and ends at once on Ctrl-C', async () => {
    const child = spawn(process.execPath, ['scripts/simulator.mjs', '--port', '0'], { cwd: ROOT });
    children.push(child);
    let printed = '';
    child.stdout.on('data', (data: Buffer) => (printed += data.toString()));
    child.stderr.on('data', (data: Buffer) => (printed += data.toString()));
    const address = () => /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
    for (let tries = 0; tries < 20 && !printed.includes('Ctrl-C'); tries += 1) {
      if (await eventually(() => printed.includes('Ctrl-C'))) break;
    }
    expect(printed).toContain('curl');
    expect(printed).toMatch(/GROQ_BASE_URL=|OPENAI_BASE_URL=/);
    expect((await fetch(`${address()}/_simulator/state`)).status).toBe(200);
    const exited = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
      child.once('exit', (code, signal) => resolve([code, signal]));
    });
    const askedAt = performance.now();
    child.kill('SIGINT');
    expect(await exited).toEqual([0, null]);
    expect(performance.now() - askedAt).toBeLessThan(2_000);
  }, 60_000);

  it('explains itself and refuses what it does not know', async () => {
    const run = (...flags: string[]) =>
      promisify(execFile)(process.execPath, ['scripts/simulator.mjs', ...flags], { cwd: ROOT });
    expect((await run('--help')).stdout).toContain('--port');
    await expect(run('--prot', '1')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--prot'),
    });
    await expect(run('--port', 'x')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--port'),
    });
  });
});

/** Sockets, servers and timers that keep this process alive. */
function handles(): number {
  return process.getActiveResourcesInfo().filter((name) => /TCP|Timeout/.test(name)).length;
}
