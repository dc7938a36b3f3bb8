import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { FakeClock } from '@hydrogenai/common/testing';
import { describe, expect, it } from 'vitest';
import { runTypeScript } from '../../../../test/support/child-process.js';
import type { Probe, ProbeOutcome } from './probe.port.js';
import { runProbes, type ProbeTarget } from './run-probes.executor.js';

const hangingProbe = fileURLToPath(
  new URL('../../../../test/support/fixtures/hanging-probe.ts', import.meta.url),
);
const good: ProbeOutcome = {
  id: 'CFG-REACH-000',
  status: 'pass',
  problem: 'Fine.',
  action: 'Nothing to do.',
};
const probe = (run: Probe['run'], name = 'own'): Probe => ({ name, kind: 'service', run });
const target = (one: Probe, variable = 'URL', value = 'canary-value-1234'): ProbeTarget => ({
  probe: one,
  variable,
  value,
});
const said = ({ findings }: Awaited<ReturnType<typeof runProbes>>) =>
  findings.map(({ id, status, subject }) => `${subject} ${id} ${status}`);

/** Enough turns of the event loop for what is not waiting for time. */
const settle = () => wait(5);

describe('running probes', () => {
  it('begins all at once, ends with the last, and keeps the order of the targets', async () => {
    let begun = 0;
    const all = Promise.withResolvers<void>();
    const waits = probe(async () => {
      begun += 1;
      if (begun === 3) all.resolve();
      await all.promise;
      return good;
    });
    const report = await runProbes([target(waits, 'A'), target(waits, 'B'), target(waits, 'C')], {
      budgetMs: 10_000,
    });
    expect(said(report)).toEqual(['A CFG-REACH-000 pass', 'B CFG-REACH-000 pass', 'C CFG-REACH-000 pass']);
  });

  it('takes a probe that hangs for unknown when its time is up, by its own clock, and aborts it', async () => {
    const clock = new FakeClock();
    let aborted = false;
    const hangs = probe(({ signal, timeoutMs }) => {
      expect(timeoutMs).toBe(2_000);
      signal.addEventListener('abort', () => (aborted = true));
      return new Promise(() => undefined);
    });
    const quick = probe(async () => good);
    const running = runProbes([target(hangs, 'A'), target(quick, 'B')], {
      budgetMs: 3_000,
      timeoutMs: 2_000,
      clock,
    });
    await settle();
    clock.advance(1_999);
    await settle();
    expect(aborted).toBe(false);
    clock.advance(1);
    const report = await running;
    expect(said(report)).toEqual(['A CFG-REACH-004 unknown', 'B CFG-REACH-000 pass']);
    expect(report.findings.map(({ ms }) => ms)).toEqual([2_000, 0]);
    expect(aborted).toBe(true);
  });

  it('is back within the budget, whatever one probe may take', async () => {
    const clock = new FakeClock();
    const hangs = probe(() => new Promise(() => undefined));
    const running = runProbes([target(hangs)], { budgetMs: 100, timeoutMs: 60_000, clock });
    await settle();
    clock.advance(100);
    expect(said(await running)).toEqual(['URL CFG-REACH-004 unknown']);
  });

  it('leaves a process that waits for nothing else alive until they are back', async () => {
    await using child = await runTypeScript(hangingProbe);
    expect(await child.waitForLine(/unknown$/)).toBe('CFG-REACH-004 unknown');
    expect(await child.endsWithin(5_000)).toEqual({ code: 0, signal: null });
  });

  it.each<[string, Probe['run']]>([
    ['throws', () => Promise.reject(new Error('canary-value-1234 is wrong'))],
    [
      'throws at once',
      () => {
        throw new Error('canary-value-1234 is wrong');
      },
    ],
    // The casts stand for a probe without types.
    ['answers nothing', async () => undefined as unknown as ProbeOutcome],
    ['answers an unknown id', async () => ({ ...good, id: 'CFG-X' }) as unknown as ProbeOutcome],
    ['answers an unknown status', async () => ({ ...good, status: 'fine' }) as unknown as ProbeOutcome],
    ['answers without sentences', async () => ({ id: 'CFG-REACH-000', status: 'pass' }) as ProbeOutcome],
  ])('takes a probe that %s for unknown and repeats nothing of it', async (_, run) => {
    const report = await runProbes([target(probe(run))], { budgetMs: 1_000 });
    expect(said(report)).toEqual(['URL CFG-REACH-017 unknown']);
    expect(JSON.stringify(report)).not.toContain('canary');
  });

  it('replaces sentences that quote the value', async () => {
    const quotes = probe(async ({ value }) => ({ ...good, status: 'fail', problem: `Not ${value}!` }));
    const report = await runProbes([target(quotes)], { budgetMs: 1_000 });
    expect(report.findings).toMatchObject([{ status: 'fail', action: 'Nothing to do.' }]);
    expect(JSON.stringify(report)).not.toContain('canary');
  });

  it('asks equal targets once and tells each variable', async () => {
    let asked = 0;
    const once = (): Probe => ({
      ...probe(async () => {
        asked += 1;
        return good;
      }),
      target: ({ value, lookUp }) => value + (lookUp('OTHER') ?? ''),
    });
    const targets = [target(once(), 'A'), target(once(), 'B'), target(once(), 'C', 'another')];
    expect(said(await runProbes(targets, { budgetMs: 1_000 }))).toHaveLength(3);
    expect(asked).toBe(2);
  });

  it('asks every target that does not say what it contacts', async () => {
    let asked = 0;
    const own = probe(async () => {
      asked += 1;
      return good;
    });
    await runProbes([target(own, 'A'), target(own, 'B')], { budgetMs: 1_000 });
    expect(asked).toBe(2);
  });

  it('keeps what servers say of their limits, with who said it, and the severity of the probe', async () => {
    const tells = probe(async () => ({
      ...good,
      severity: 'warning',
      facts: { 'database.maxConnections': 97, 'redis.version': Number.NaN },
    }));
    const report = await runProbes([target(tells)], { budgetMs: 1_000 });
    expect(report.known).toEqual([
      { name: 'database.maxConnections', value: 97, from: 'server', variable: 'URL', source: undefined },
    ]);
    expect(report.findings).toMatchObject([{ severity: 'warning' }]);
  });

  it('of nothing is nothing', async () => {
    expect(await runProbes([], { budgetMs: 1 })).toEqual({ findings: [], known: [] });
  });
});
