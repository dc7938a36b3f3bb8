import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runTypeScript } from '../../support/child-process.js';
import { startRedis } from '../../support/redis-server.js';

const instance = fileURLToPath(new URL('support/instance.ts', import.meta.url));
const INSTANCES = 8;
const LIMIT = 100;
/** From the restart to the last instance on the shared limit again. */
const RECOVERY_MS = 2_000;
/** Eight processes notice at once, and the machine does other things, too. */
const BUSY_MS = 2_000;

interface Report {
  readonly admitted: { readonly store: number; readonly insurance: number; readonly nobody: number };
  readonly events: readonly string[];
}

describe('eight processes whose Redis is killed and comes back empty', () => {
  it('together admit no more than the limit and one call each, and each tells the outage once', async () => {
    await using redis = await startRedis();
    const children = await Promise.all(
      Array.from({ length: INSTANCES }, () =>
        runTypeScript(instance, { args: [redis.url, String(INSTANCES)] }),
      ),
    );
    const all = (line: RegExp): Promise<unknown> =>
      Promise.all(children.map((child) => child.waitForLine(line, 30_000)));
    await all(/^ready$/);
    await redis.stop();
    await all(/^degraded$/);
    // Long enough for each to use up its share.
    await sleep(1_000);
    await redis.restart();
    const backAtMs = performance.now();
    await all(/^recovered$/);
    expect(performance.now() - backAtMs).toBeLessThan(RECOVERY_MS + BUSY_MS);
    for (const child of children) child.signal('SIGTERM');
    const reports = await Promise.all(
      children.map(async (child): Promise<Report> => {
        expect(await child.endsWithin(10_000)).toEqual({ code: 0, signal: null });
        return JSON.parse(child.stdout.trim().split('\n').at(-1) ?? '') as Report;
      }),
    );
    const insured = reports.reduce((sum, { admitted }) => sum + admitted.insurance, 0);
    expect(insured).toBeLessThanOrEqual(LIMIT + INSTANCES);
    expect(insured).toBeGreaterThanOrEqual(INSTANCES * Math.floor(LIMIT / INSTANCES));
    for (const { events, admitted } of reports) {
      expect(events).toEqual(['degraded', 'recovered']);
      expect(admitted.nobody).toBe(0);
    }
    // Before the outage the limit, and once more on the empty server.
    const shared = reports.reduce((sum, { admitted }) => sum + admitted.store, 0);
    expect(shared).toBeLessThanOrEqual(2 * LIMIT);
  }, 90_000);
});
