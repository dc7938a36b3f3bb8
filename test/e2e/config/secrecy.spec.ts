import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { fileURLToPath } from 'node:url';
import { ConsoleLogger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  ConfigSchema,
  ConfigurationError,
  ConfigValidatorModule,
  ConfigValidatorService,
  defineHydrogenai,
  Env,
  REPORT_FORMATS,
  type ConfigurationSchema,
  type EnvironmentLike,
} from '@hydrogenai/config-validator';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../../../libs/config-validator/src/cli/run-cli.js';
import { answerTask, performTask } from '../../../libs/config-validator/src/cli/worker/perform-task.js';
import { failingSchema, failingStandardSchemas, failures } from './fixtures/failing.schema.js';
import { OUTPUTS, type Seen } from './fixtures/outputs.js';
import { leaksOf, plantedSecrets } from './fixtures/planted-secrets.js';

@ConfigSchema({ title: 'Simple' })
class Simple {
  @Env('SOME_NUMBER') some!: number;
  @Env('OTHER_NUMBER') other!: number;
}

/** 200 secrets, 88 variables and 21 outputs take some seconds; a busy machine may need many times that. */
const TWO_MINUTES = { timeout: 120_000 };

const app = fileURLToPath(new URL('fixtures/app', import.meta.url));

const secrets = plantedSecrets(200, 20_261_123);

let exitCode: typeof process.exitCode;
beforeEach(() => (exitCode = process.exitCode));
afterEach(() => (process.exitCode = exitCode));

describe('a rejected value', () => {
  it(
    'is in no output, neither whole nor in part nor encoded, whatever is wrong with it',
    TWO_MINUTES,
    async () => {
      for (const [index, secret] of secrets.entries()) {
        const { schema, env } = failingSchema(secret);
        const one = await seen([schema], env);
        const { errors, warnings, recommendations } = one.error.report;

        // Every kind of failure was reported, so that the silence below says something.
        const reported = new Set([...errors, ...warnings, ...recommendations].map(({ subject }) => subject));
        const silent = Object.keys(failures(secret)).filter((kind) => !reported.has(kind));
        expect(silent).toEqual([]);
        expect(reported).toContain('REQUIRED_TOKENS');

        expect(leakingOutputs(secret, one, index)).toEqual([]);
      }
    },
  );

  it('is in no output when a Standard Schema refuses it in its own words, or throws them', async () => {
    for (const [index, secret] of secrets.entries()) {
      const { schemas, env } = failingStandardSchemas(secret);
      const one = await seen(schemas, env);
      expect(one.error.report.errors.map(({ subject }) => subject)).toEqual([
        ...Object.keys(env).slice(0, -2),
        'Together',
        'Throwing',
      ]);
      expect(leakingOutputs(secret, one, index)).toEqual([]);
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

describe('the command', () => {
  const commands = [
    ...REPORT_FORMATS.map((format) => ['doctor', '--fail-on', 'warning', '--format', format]),
    ['config', 'print'],
    ['config', 'print', '--format', 'json'],
  ];

  it.each(commands)('shows no value: %s %s %s %s %s', async (...args) => {
    for (const secret of secrets.slice(0, 10)) {
      const failing = failingSchema(secret);
      const standard = failingStandardSchemas(secret);
      const configuration = defineHydrogenai({
        schemas: [failing.schema, ...standard.schemas],
        env: { ...failing.env, ...standard.env },
      });
      let said = '';
      const write = (text: string): void => void (said += text);
      const code = await runCli(args, {
        stdout: { write },
        stderr: { write },
        env: {},
        cwd: app,
        perform: (task) => answerTask(task, configuration),
      });
      expect(code).toBe(args[0] === 'doctor' ? 3 : 0);
      expect(said).toContain('STANDARD_URL');
      expect(leaksOf(secret, said)).toEqual([]);
    }
  });

  it('shows nothing of what an imported module throws', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'config-throwing-'));
    try {
      for (const [index, secret] of secrets.slice(0, 10).entries()) {
        const file = join(folder, `${index}.mjs`);
        await writeFile(file, `throw new TypeError(${JSON.stringify(`${secret} is no key`)});`);
        const answer = await performTask({ kind: 'print', file, folder });
        expect(answer).toMatchObject({ kind: 'fault', whose: 'usage' });
        expect(JSON.stringify(answer)).toContain('throws TypeError');
        expect(leaksOf(secret, JSON.stringify(answer))).toEqual([]);
      }
    } finally {
      await rm(folder, { recursive: true });
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

/**
 * Every failure is in each output, and every output is made of a third of the secrets: their ten forms take turns, so that
 * each output sees each of them.
 */
function leakingOutputs(secret: string, one: Seen, index: number): readonly string[] {
  return Object.entries(OUTPUTS)
    .filter((_, place) => (place + index) % 3 === 0)
    .flatMap(([name, output]) => (leaksOf(secret, output(one)).length > 0 ? [name] : []));
}
