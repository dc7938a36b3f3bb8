import { inspect } from 'node:util';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Inject, Injectable, Module, type Type } from '@nestjs/common';
import { CLOCK, InvalidOptionError } from '@hydrogenai/common';
import { FakeClock } from '@hydrogenai/common/testing';
import { NestFactory } from '@nestjs/core';
import { IsInt, Max, Min, MinLength } from 'class-validator';
import { afterEach, describe, expect, it } from 'vitest';
import { ConfigurationError } from './boot/configuration.error.js';
import { ConfigValidatorModule } from './config-validator.module.js';
import { ConfigValidatorService } from './config-validator.service.js';
import { ConfigSchema } from './schema/config-schema.decorator.js';
import { Env } from './schema/env.decorator.js';
import { Sensitive } from './schema/sensitive.decorator.js';

@ConfigSchema({ title: 'Limits' })
class Limits {
  @Env('LIMIT') @IsInt() @Min(1) @Max(10) limit = 5;
  @Env('REGIONS') regions: string[] = ['eu'];
}

@ConfigSchema({ title: 'Keys' })
class Keys {
  @Env('API_KEY') @Sensitive() @MinLength(3) apiKey!: string;
}

type Options = Parameters<typeof ConfigValidatorModule.forRoot>[0];

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const app of open.splice(0)) await app.close();
});

async function start(options: Options, ...imports: Type[]) {
  @Module({ imports: [ConfigValidatorModule.forRoot(options), ...imports] })
  class App {}
  return keep(await NestFactory.createApplicationContext(App, { abortOnError: false, logger: false }));
}

function keep<App extends { close(): Promise<void> }>(app: App): App {
  open.push(app);
  return app;
}

const schemas = [Limits, Keys];

describe('the module', () => {
  it('hands out frozen instances by their class, everywhere', async () => {
    @Injectable()
    class Reader {
      constructor(@Inject(Limits) readonly limits: Limits) {}
    }
    @Module({ providers: [Reader] })
    class Feature {}
    const app = await start({ schemas, env: { LIMIT: ' 7 ', API_KEY: 'abc' } }, Feature);
    const { limits } = app.get(Reader);
    expect(limits).toBeInstanceOf(Limits);
    expect(limits).toBe(app.get(Limits));
    expect(limits.limit).toBe(7);
    expect(() => (limits.limit = 8)).toThrow(TypeError);
    expect(() => limits.regions.push('us')).toThrow(TypeError);
  });

  it('keeps secrets readable by name and out of a configuration that is logged whole', async () => {
    const keys = (await start({ schemas, env: { API_KEY: 'canary' } })).get(Keys);
    expect(keys.apiKey).toBe('canary');
    expect(JSON.stringify(keys) + inspect(keys) + JSON.stringify({ ...keys })).not.toContain('canary');
    expect(() => (keys.apiKey = 'other')).toThrow(TypeError);
  });

  it('refuses the boot with everything at once', async () => {
    const error = await start({ schemas, env: { LIMIT: '11' } }).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error).toMatchObject({
      exitCode: 78,
      report: { errors: [{ subject: 'LIMIT' }, { subject: 'API_KEY' }], isValid: false, health: 'unhealthy' },
    });
  });

  it('boots with warnings unless they are refused too', async () => {
    const env = { API_KEY: '"abc"' };
    const app = await start({ schemas, env });
    expect(app.get(ConfigValidatorService).report()).toMatchObject({ isValid: true, health: 'degraded' });
    await expect(start({ schemas, env, boot: { failOn: 'warning' } })).rejects.toThrow(ConfigurationError);
  });

  it('boots with anything when nothing is refused; what cannot be read keeps its default', async () => {
    const app = await start({ schemas, env: { LIMIT: 'many' }, boot: { failOn: 'never' } });
    expect(app.get(Limits).limit).toBe(5);
    expect(app.get(Keys).apiKey).toBeUndefined();
    expect(app.get(ConfigValidatorService).report().isValid).toBe(false);
  });

  it('accepts what is excepted until its day, by its own clock', async () => {
    const clock = new FakeClock(Date.UTC(2027, 0, 31, 23, 59));
    @Module({ providers: [{ provide: CLOCK, useValue: clock }], exports: [CLOCK] })
    class Clocks {}
    const ignore = [{ id: 'CFG-ENV-001', subject: 'API_KEY', until: '2027-01-31', reason: 'r' }] as const;
    const clockOf = (module: ReturnType<typeof ConfigValidatorModule.forRoot>) => ({
      ...module,
      imports: [...(module.imports ?? []), Clocks],
    });
    @Module({ imports: [clockOf(ConfigValidatorModule.forRoot({ schemas, env: {}, ignore }))] })
    class App {}
    const app = keep(await NestFactory.createApplicationContext(App, { abortOnError: false, logger: false }));
    const service = app.get(ConfigValidatorService);
    expect(service.report().isValid).toBe(true);
    clock.advance(60_000);
    const later = await service.validateAll();
    expect(later.errors.map(({ id }) => id)).toEqual(['CFG-ENV-001']);
    expect(later.warnings.map(({ id }) => id)).toEqual(['CFG-IGN-001']);
  });

  it('checks again what the environment and its files are now, and leaves the instances', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'config-module-'));
    try {
      const file = join(folder, '.env');
      await writeFile(file, 'API_KEY=abc\nLIMIT=3');
      const env: Record<string, string> = {};
      const app = await start({ schemas, env, envFiles: [file, join(folder, 'absent')] });
      const service = app.get(ConfigValidatorService);
      expect(app.get(Limits).limit).toBe(3);
      expect(service.report().findings[0]).toMatchObject({
        subject: 'LIMIT',
        source: { kind: 'file', file },
      });
      env['LIMIT'] = '99';
      await writeFile(file, 'API_KEY=a');
      const now = await service.validateEnvironment();
      expect(now.errors.map(({ subject, source }) => [subject, source?.kind])).toEqual([
        ['LIMIT', 'environment'],
        ['API_KEY', 'file'],
      ]);
      expect(service.report().isValid).toBe(true);
      expect(app.get(Limits).limit).toBe(3);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('takes its options from a factory', async () => {
    const ENV = Symbol('env');
    @Module({ providers: [{ provide: ENV, useValue: { API_KEY: 'abc', LIMIT: '2' } }], exports: [ENV] })
    class Source {}
    @Module({
      imports: [
        ConfigValidatorModule.forRootAsync({
          schemas,
          imports: [Source],
          inject: [ENV],
          useFactory: async (env: Record<string, string>) => ({ env }),
        }),
      ],
    })
    class App {}
    const app = keep(await NestFactory.createApplicationContext(App, { abortOnError: false, logger: false }));
    expect(app.get(Limits).limit).toBe(2);
  });

  it('is refused without a schema, and with options out of range', async () => {
    await expect(start({})).rejects.toThrow(/schemas: expected a list of at least one schema/);
    expect(() => ConfigValidatorModule.forFeature([])).toThrow(InvalidOptionError);
    await expect(start({ schemas, envFiles: [''] })).rejects.toThrow(InvalidOptionError);
  });

  it('keeps two applications apart, each started and stopped twice', async () => {
    for (let round = 0; round < 2; round++) {
      const [one, other] = await Promise.all([
        start({ schemas, env: { API_KEY: 'one', LIMIT: '1' } }),
        start({ schemas, env: { API_KEY: 'other', LIMIT: '2' } }),
      ]);
      await expect(start({ schemas, env: {} })).rejects.toThrow(ConfigurationError);
      expect([one.get(Limits).limit, other.get(Limits).limit]).toEqual([1, 2]);
      expect([one.get(Keys).apiKey, other.get(Keys).apiKey]).toEqual(['one', 'other']);
      expect(one.get(ConfigValidatorService)).not.toBe(other.get(ConfigValidatorService));
      for (const app of open.splice(0)) await app.close();
    }
  });
});
