import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { bundleTypeScript } from './bundle-typescript.js';
import { runTypeScript } from './child-process.js';
import { isAlive, untilGone } from './process-end.js';

const owner = fileURLToPath(new URL('fixtures/guard-owner.ts', import.meta.url));

it('ends what is guarded when Ctrl-C ends a whole process group', async () => {
  // A group of its own, as a terminal makes one, so that the signal does not reach us.
  const child = spawn(process.execPath, [await bundleTypeScript(owner)], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line]: string[] = await once(child.stdout.setEncoding('utf8'), 'data');
  const guarded = Number(line?.replace('guarded ', ''));
  expect(isAlive(guarded)).toBe(true);
  process.kill(-Number(child.pid), 'SIGINT');
  await untilGone(guarded, 5_000);
});

it('leaves alone what it was taken off', async () => {
  await using child = await runTypeScript(owner, { args: ['release'] });
  const guarded = Number((await child.waitForLine(/^guarded /)).replace('guarded ', ''));
  try {
    await child.endsWithin(5_000);
    await sleep(100); // a guard still there would have acted by now
    expect(isAlive(guarded)).toBe(true);
  } finally {
    process.kill(guarded, 'SIGKILL');
  }
});
