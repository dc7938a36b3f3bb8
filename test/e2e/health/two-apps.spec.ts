import { FakeClock } from '@hydrogenai/common/testing';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runTypeScript } from '../../support/child-process.js';
import { startApp } from './support/app.js';
import { eventually } from './support/eventually.js';

const twice = fileURLToPath(new URL('support/two-applications.ts', import.meta.url));

describe('two applications in one process', () => {
  it('started and stopped twice, never meet and leave no timer behind', async () => {
    for (let time = 0; time < 2; time++) {
      const clock = new FakeClock();
      const well = await startApp({ clock, checks: [{ name: 'own', criticality: 'required', check: up }] });
      const ill = await startApp({
        clock,
        checks: [{ name: 'own', criticality: 'required', check: () => ({ status: 'down' }) }],
      });
      await eventually(
        () => well.get('/startupz'),
        ({ code }) => code === 200,
      );
      expect((await well.get('/readyz')).code).toBe(200);
      expect((await ill.get('/readyz')).code).toBe(503);
      expect(clock.pendingTimers).toBe(4); // the event loop and the next run, of each

      await ill.app.close();
      expect((await well.get('/readyz')).code).toBe(200);
      expect((await well.get('/livez')).code).toBe(200);
      await well.app.close();
      expect(clock.pendingTimers).toBe(0);
    }
  });

  it('leave nothing behind that keeps a process alive', async () => {
    await using child = await runTypeScript(twice);
    expect(await child.endsWithin(15_000)).toEqual({ code: 0, signal: null });
    expect(child.stdout).toBe('200 503\n200 503\n');
  }, 30_000);

  it('closed in the middle of a run, tell the check to end', async () => {
    const clock = new FakeClock();
    let signal: AbortSignal | undefined;
    const app = await startApp({
      clock,
      checks: [
        {
          name: 'own',
          criticality: 'required',
          check: (given) => {
            signal = given;
            return new Promise(() => undefined);
          },
        },
      ],
    });
    expect(signal?.aborted).toBe(false);
    await app.app.close();
    expect(signal?.aborted).toBe(true);
    expect(clock.pendingTimers).toBe(0);
  });
});

function up(): { readonly status: 'up' } {
  return { status: 'up' };
}
