import { mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { collectFacts } from '@hydrogenai/common/testing';
import { Secret } from '@hydrogenai/security';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { IsInt, IsOptional, Max } from 'class-validator';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigValidatorModule } from '../config-validator.module.js';
import { ConfigValidatorService } from '../config-validator.service.js';
import type { HydrogenaiConfiguration } from '../define-hydrogenai.js';
import { UncheckedSchemaError } from '../features/unchecked-schema.error.js';
import { Setting } from '../performance/setting.decorator.js';
import { customProbe } from '../probes/custom.probe.js';
import { passed } from '../probes/outcomes.js';
import { Probe } from '../probes/probe.decorator.js';
import { ConfigSchema } from '../schema/config-schema.decorator.js';
import { Env } from '../schema/env.decorator.js';
import { standardSchema } from '../schema/standard-schema.js';
import { LiveConfiguration } from './live-configuration.js';
import { configurationChanged, configurationRefused } from './live.facts.js';

@ConfigSchema({ title: 'Limits' })
class Limits {
  @Env('LIMIT') @IsInt() @Max(10) limit = 5;
  @Env('KEY') @IsOptional() key?: Secret;
}
const other = standardSchema({ title: 'Other', schema: z.object({ OTHER: z.string().default('o') }) });

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const app of open.splice(0)) await app.close();
});

async function start(options: Partial<HydrogenaiConfiguration>) {
  @Module({ imports: [ConfigValidatorModule.forRoot({ schemas: [Limits, other], ...options })] })
  class App {}
  const app = await NestFactory.createApplicationContext(App, { abortOnError: false, logger: false });
  open.push(app);
  const service = app.get(ConfigValidatorService);
  return { app, service, live: app.get(LiveConfiguration) };
}

describe('a reload', () => {
  it('is seen by handles and not by snapshots, in all schemas at once', async () => {
    const env: Record<string, string> = { LIMIT: '3' };
    const { app, service, live } = await start({ env });
    const [limits, others] = [live.of(Limits), live.of(other)];
    const before = limits.current;
    expect(before).toBe(app.get(Limits));

    const seen: unknown[] = [];
    live.onChange((changed) => seen.push([changed, limits.current.limit, others.current.OTHER]));
    Object.assign(env, { LIMIT: '4', OTHER: 'p', KEY: 'canary-1234' });
    await expect(service.reload()).resolves.toMatchObject({
      applied: true,
      changed: ['LIMIT', 'KEY', 'OTHER'],
    });
    expect(seen).toEqual([[['LIMIT', 'KEY', 'OTHER'], 4, 'p']]);
    expect(limits.current.key?.reveal()).toBe('canary-1234');
    expect([before.limit, app.get(Limits).limit]).toEqual([3, 3]);
  });

  it('that is refused leaves everything, says so, and the next good one takes it back', async () => {
    const env: Record<string, string> = { LIMIT: '3' };
    const { service, live } = await start({ env });
    using refusals = collectFacts(configurationRefused);
    const seen: unknown[] = [];
    live.onChange((changed) => seen.push(changed));
    const handle = live.of(Limits);

    Object.assign(env, { LIMIT: '99', OTHER: 'p' });
    const outcome = await service.reload();
    expect(outcome).toMatchObject({
      applied: false,
      changed: [],
      result: { errors: [{ subject: 'LIMIT' }] },
    });
    expect([handle.current.limit, live.of(other).current.OTHER]).toEqual([3, 'o']);
    expect(service.report()).toMatchObject({
      isValid: true,
      health: 'healthy',
      recommendations: [{ id: 'CFG-LIVE-001', problem: expect.stringContaining('LIMIT') as unknown }],
    });
    expect(refusals.facts).toEqual([{ findings: [{ id: 'CFG-ENV-003', subject: 'LIMIT' }] }]);
    expect(seen).toEqual([]);

    env['LIMIT'] = '4';
    expect((await service.reload()).changed).toEqual(['LIMIT', 'OTHER']);
    expect(service.report().recommendations).toEqual([]);
  });

  it('is refused by warnings where the boot would be', async () => {
    const env: Record<string, string> = { OTHER: 'a' };
    const { service } = await start({ env, boot: { failOn: 'warning' } });
    env['OTHER'] = ' b';
    await expect(service.reload()).resolves.toMatchObject({ applied: false });
  });

  it('keeps what probes said of what has not changed, and says what was not asked', async () => {
    const asked: string[] = [];
    const door = (name: string) =>
      customProbe(name, () => {
        asked.push(name);
        return { ...passed('CFG-REACH-000', 'Open.'), facts: { 'database.maxConnections': 20 } };
      });
    @ConfigSchema({ title: 'Doors' })
    class Doors {
      @Env('FRONT') @Probe(door('front')) front = 'a';
      @Env('BACK') @Probe(door('back')) back = 'b';
      @Env('POOL', { as: 'integer' }) @Setting('database.poolSize') pool = 10;
    }
    const env: Record<string, string> = {};
    const { service } = await start({ schemas: [Doors], env, boot: { failOn: 'warning' } });
    const said = () =>
      service
        .report()
        .findings.filter(({ id }) => /REACH|PERF/.test(id))
        .map(({ id, subject, status }) => `${subject} ${id} ${status}`);
    expect(said()).toEqual(['FRONT CFG-REACH-000 pass', 'BACK CFG-REACH-000 pass', 'POOL CFG-PERF-000 pass']);

    Object.assign(env, { BACK: 'c', POOL: '15' });
    await expect(service.reload()).resolves.toMatchObject({ applied: true });
    const after = ['FRONT CFG-REACH-000 pass', 'BACK CFG-REACH-000 skipped', 'POOL CFG-PERF-000 pass'];
    expect(said()).toEqual(after);
    expect(asked).toEqual(['front', 'back']);

    // As the boot would be, by what the front door said then.
    env['POOL'] = '25';
    const refused = await service.reload();
    expect(refused).toMatchObject({ applied: false, result: { warnings: [{ id: 'CFG-PERF-003' }] } });
    expect(said()).toEqual(after);
  });

  it('publishes names, never values', async () => {
    const env: Record<string, string> = {};
    const { service } = await start({ env });
    using changes = collectFacts(configurationChanged);
    env['KEY'] = 'canary-1234';
    const outcome = await service.reload();
    expect(changes.facts).toEqual([{ changed: ['KEY'], failedListeners: 0 }]);
    expect(JSON.stringify([changes.facts, outcome, service.describe()])).not.toContain('canary');
  });

  it('without a change tells nobody', async () => {
    const { service, live } = await start({ env: { LIMIT: '3' } });
    const seen: unknown[] = [];
    live.onChange((changed) => seen.push(changed));
    using changes = collectFacts(configurationChanged);
    await expect(service.reload()).resolves.toMatchObject({ applied: true, changed: [] });
    expect([seen, changes.facts]).toEqual([[], []]);
  });

  it('reads files again, and ten at once run one after the other', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'config-live-'));
    try {
      const file = join(folder, '.env');
      await writeFile(file, 'LIMIT=3');
      const { service, live } = await start({ env: {}, envFiles: [file] });
      await writeFile(file, 'LIMIT=4');
      const outcomes = await Promise.all(Array.from({ length: 10 }, () => service.reload()));
      expect(outcomes.map(({ changed }) => changed)).toEqual([
        ['LIMIT'],
        ...Array.from({ length: 9 }, () => []),
      ]);
      expect(live.of(Limits).current.limit).toBe(4);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('never lets an older reading win over a newer one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'config-live-'));
    try {
      const [file, slow, quick] = ['.env', 'slow', 'quick'].map((name) => join(folder, name));
      await writeFile(String(slow), `LIMIT=4\n#${'x'.repeat(3_000_000)}`);
      await writeFile(String(quick), 'LIMIT=7');
      await symlink(String(slow), String(file));
      const { service, live } = await start({ env: {}, envFiles: [String(file)] });
      const older = service.reload();
      await setImmediate();
      await symlink(String(quick), join(folder, 'next'));
      await rename(join(folder, 'next'), String(file));
      await Promise.all([older, service.reload()]);
      expect(live.of(Limits).current.limit).toBe(7);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('reaches all listeners though one throws, and none that was taken off', async () => {
    const env: Record<string, string> = {};
    const { service, live } = await start({ env });
    using changes = collectFacts(configurationChanged);
    const seen: string[] = [];
    live.onChange(() => {
      throw new Error('listener');
    });
    live.onChange(() => seen.push('kept'));
    const off = live.onChange(() => seen.push('off'));
    off();
    env['LIMIT'] = '4';
    await expect(service.reload()).resolves.toMatchObject({ applied: true });
    expect(seen).toEqual(['kept']);
    expect(changes.facts).toMatchObject([{ failedListeners: 1 }]);
  });
});

it('a handle is refused for a schema of nobody', async () => {
  const { live } = await start({ env: {} });
  expect(() => live.of(class Unknown {})).toThrow(UncheckedSchemaError);
});
