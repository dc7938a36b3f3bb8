import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { ConsoleLogger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  ConfigSchema,
  ConfigurationError,
  ConfigValidatorModule,
  ConfigValidatorService,
  Env,
  type ConfigurationSchema,
  type EnvironmentLike,
} from '@hydrogenai/config-validator';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { failingSchema, failingStandardSchemas, failures } from './fixtures/failing.schema.js';
import { OUTPUTS, type Seen } from './fixtures/outputs.js';
import { leaksOf, plantedSecrets } from './fixtures/planted-secrets.js';

@ConfigSchema({ title: 'Simple' })
class Simple {
  @Env('SOME_NUMBER') some!: number;
  @Env('OTHER_NUMBER') other!: number;
}

/** 200 secrets, 88 variables and 15 outputs take ten seconds; a busy machine may need many times that. */
const TWO_MINUTES = { timeout: 120_000 };

const secrets = plantedSecrets(200, 20_261_123);

let exitCode: typeof process.exitCode;
beforeEach(() => (exitCode = process.exitCode));
afterEach(() => (process.exitCode = exitCode));

describe('a rejected value', () => {
  it(
    'is in no output, neither whole nor in part nor encoded, whatever is wrong with it',
    TWO_MINUTES,
    async () => {
      for (const secret of secrets) {
        const { schema, env } = failingSchema(secret);
        const one = await seen([schema], env);
        const { errors, warnings, recommendations } = one.error.report;

        // Every kind of failure was reported, so that the silence below says something.
        const reported = new Set([...errors, ...warnings, ...recommendations].map(({ subject }) => subject));
        const silent = Object.keys(failures(secret)).filter((kind) => !reported.has(kind));
        expect(silent).toEqual([]);
        expect(reported).toContain('REQUIRED_TOKENS');

        expect(leakingOutputs(secret, one)).toEqual([]);
      }
    },
  );

  it('is in no output when a Standard Schema refuses it in its own words, or throws them', async () => {
    for (const secret of secrets) {
      const { schemas, env } = failingStandardSchemas(secret);
      const one = await seen(schemas, env);
      expect(one.error.report.errors.map(({ subject }) => subject)).toEqual([
        ...Object.keys(env).slice(0, -2),
        'Together',
        'Throwing',
      ]);
      expect(leakingOutputs(secret, one)).toEqual([]);
    }
  });

  it('is not in what Nest logs about the refused boot', async () => {
    for (const secret of secrets.slice(0, 10)) {
      const { schema, env } = failingSchema(secret);
      const logged: string[] = [];
      class Collecting extends ConsoleLogger {
        protected override printMessages(messages: unknown[]): void {
          logged.push(messages.map((message) => inspect(message)).join(' '));
        }
        protected override printStackTrace(stack: string): void {
          logged.push(stack);
        }
      }
      @Module({ imports: [ConfigValidatorModule.forRoot({ schemas: [schema], env })] })
      class App {}
      const boot = NestFactory.createApplicationContext(App, {
        abortOnError: false,
        logger: new Collecting(),
      });
      await expect(boot).rejects.toThrow(ConfigurationError);
      expect(logged.join('\n')).toContain('CFG-ENV-003');
      expect(leaksOf(secret, logged.join('\n'))).toEqual([]);
    }
  });
});

describe('a value in an environment file', () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'config-secrecy-'))));
  afterAll(() => rm(folder, { recursive: true }));

  it('is in no output, whether the file is right, broken or no text', async () => {
    for (const secret of secrets.slice(0, 20)) {
      const { schema, env } = failingSchema(secret);
      const line = secret.replaceAll('\n', ' ');
      const cases = {
        right: {
          content: Object.keys(env)
            .map((name) => `${name}=${line}`)
            .join('\n'),
          using: schema,
        },
        broken: { content: `${line}\n=${line}\nSOME_NUMBER="${line}\n`, using: Simple },
        binary: { content: Buffer.from(`SOME_NUMBER=${line}`, 'utf16le'), using: Simple },
      };
      for (const [name, { content, using }] of Object.entries(cases)) {
        const file = join(folder, name);
        await writeFile(file, content);
        @Module({
          imports: [ConfigValidatorModule.forRoot({ schemas: [using], env: {}, envFiles: [file] })],
        })
        class App {}
        const error = await NestFactory.createApplicationContext(App, {
          abortOnError: false,
          logger: false,
        }).catch((error: unknown) => error);
        expect(error).toBeInstanceOf(ConfigurationError);
        // The line before has asserted it.
        const { report } = error as ConfigurationError;
        expect(leaksOf(line, inspect(error) + JSON.stringify(error) + JSON.stringify(report))).toEqual([]);
      }
    }
  });
});

describe('the search for leaks', () => {
  it('notices a secret whole, in part, encoded and broken over the lines of a box', () => {
    const secret = 'sk-proj-0123456789abcdef+/';
    const bytes = Buffer.from(secret);
    for (const shown of [
      secret,
      secret.slice(7, 19),
      encodeURIComponent(secret),
      bytes.toString('base64'),
      bytes.toString('base64url'),
      bytes.toString('hex'),
      `│ ${secret.slice(3, 9)}   │\n│ ${secret.slice(9, 16)} │`,
    ]) {
      expect(leaksOf(secret, `text ${shown} text`)).not.toEqual([]);
    }
    expect(leaksOf(secret, `text ${secret.slice(7, 18)} text`)).toEqual([]);
  });
});

/** The report as an error, and a service that was started in spite of it. */
async function seen(schemas: readonly ConfigurationSchema[], env: EnvironmentLike): Promise<Seen> {
  @Module({ imports: [ConfigValidatorModule.forRoot({ schemas, env, boot: { failOn: 'never' } })] })
  class App {}
  const app = await NestFactory.createApplicationContext(App, { abortOnError: false, logger: false });
  try {
    const service = app.get(ConfigValidatorService);
    return { error: new ConfigurationError(service.report()), service };
  } finally {
    await app.close();
  }
}

function leakingOutputs(secret: string, one: Seen): readonly string[] {
  return Object.entries(OUTPUTS).flatMap(([name, output]) =>
    leaksOf(secret, output(one)).length > 0 ? [name] : [],
  );
}
