import type { HealthOptions } from '@hydrogenai/health';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runTypeScript, type Child } from '../../support/child-process.js';
import { ask } from './support/app.js';
import { eventually } from './support/eventually.js';

const service = fileURLToPath(new URL('support/service.ts', import.meta.url));

async function startService(options: HealthOptions): Promise<{ child: Child; port: number }> {
  const child = await runTypeScript(service, { args: [JSON.stringify(options)] });
  const line = await child.waitForLine(/^port \d+$/);
  return { child, port: Number(line.replace('port ', '')) };
}

describe('a process that is told to end', () => {
  it('by SIGTERM refuses readiness at once, lives and serves during the drain, and ends by itself', async () => {
    const { child, port } = await startService({ drainMs: 3_000 });
    await using _ = child;
    await eventually(
      () => ask(port, '/readyz'),
      ({ code }) => code === 200,
    );
    const toldAt = performance.now();
    child.signal('SIGTERM');
    const draining = await eventually(
      () => ask(port, '/readyz'),
      ({ code }) => code === 503,
      2_500,
    );
    expect(draining.body.status).toBe('shutting_down');
    expect(await ask(port, '/livez')).toMatchObject({ code: 200, body: { status: 'ok' } });
    expect((await fetch(`http://127.0.0.1:${port}/block/1`)).status).toBe(200);
    // Nest ends with the signal that it was told to end by.
    expect(await child.endsWithin(15_000)).toEqual({ code: null, signal: 'SIGTERM' });
    expect(performance.now() - toldAt).toBeGreaterThanOrEqual(3_000);
  }, 40_000);

  it('by Ctrl-C does not wait for the drain', async () => {
    const { child, port } = await startService({ drainMs: '10m' });
    await using _ = child;
    expect((await ask(port, '/livez')).code).toBe(200);
    child.signal('SIGINT');
    expect(await child.endsWithin(15_000)).toEqual({ code: null, signal: 'SIGINT' });
  }, 40_000);
});

describe('a process whose event loop was blocked', () => {
  it('fails liveness for it, and recovers', async () => {
    const { child, port } = await startService({ eventLoopBlockedMs: 1_000 });
    await using _ = child;
    await eventually(
      () => ask(port, '/livez'),
      ({ code }) => code === 200,
    );
    const [, probe] = await Promise.all([fetch(`http://127.0.0.1:${port}/block/2500`), ask(port, '/livez')]);
    // Whichever of the two is read first: after the block, liveness tells of it.
    const after = probe.code === 503 ? probe : await ask(port, '/livez');
    expect(after).toMatchObject({
      code: 503,
      body: { status: 'error', details: { 'event-loop': { status: 'down' } } },
    });
    await eventually(
      () => ask(port, '/livez'),
      ({ code }) => code === 200,
    );
  }, 40_000);
});
