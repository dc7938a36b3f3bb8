import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { NestFactory } from '@nestjs/core';
import { ConfigSchema, ConfigValidatorModule, Env } from '@hydrogenai/config-validator';
import { IsOptional } from 'class-validator';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

const NAME = 'PRECEDENCE_OF_PLACES';

@ConfigSchema({ title: 'Places' })
class Places {
  @Env(NAME) @IsOptional() value?: string;
}

const states = [undefined, '', 'set'];
const combinations = states.flatMap((env) =>
  states.flatMap((first) => states.map((second) => [env, first, second] as const)),
);

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'config-precedence-'))));
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => delete process.env[NAME]);

it.each(combinations)(
  'environment %j, first file %j, second file %j: the place that wins is the one of @nestjs/config',
  async (env, first, second) => {
    const files = [join(folder, 'first'), join(folder, 'second')];
    const value = (state: string | undefined, place: string) => (state === 'set' ? place : state);
    for (const [index, state] of [first, second].entries()) {
      const held = value(state, `file ${index + 1}`);
      await writeFile(files[index] ?? '', held === undefined ? '' : `${NAME}=${held}\n`);
    }
    const held = value(env, 'environment');
    const environment: Record<string, string> = held === undefined ? {} : { [NAME]: held };

    // Theirs writes what it reads into process.env, so ours is asked first.
    @Module({
      imports: [ConfigValidatorModule.forRoot({ schemas: [Places], env: environment, envFiles: files })],
    })
    class Ours {}
    const options = { logger: false, abortOnError: false } as const;
    const ours = await NestFactory.createApplicationContext(Ours, options);
    const read = ours.get(Places).value;
    await ours.close();

    Object.assign(process.env, environment);
    @Module({ imports: [ConfigModule.forRoot({ envFilePath: files })] })
    class Theirs {}
    const theirs = await NestFactory.createApplicationContext(Theirs, options);
    // To us an empty value is a missing one.
    expect(read).toBe(theirs.get(ConfigService).get<string>(NAME) || undefined);
    await theirs.close();
  },
);
