import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  ApiKey,
  ConfigSchema,
  ConfigValidatorModule,
  ConnectionString,
  Env,
  isConfigurationError,
  Sensitive,
  Setting,
} from '@hydrogenai/config-validator';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';

/** One boot of a small service in a process of its own: prints how long `NestFactory.create` took, in ms. */
@ConfigSchema({ title: 'Providers' })
class Providers {
  @Env('OPENAI_API_KEY', { as: 'secret' }) @ApiKey('openai') openai!: unknown;
  @Env('ANTHROPIC_API_KEY', { as: 'secret' }) @ApiKey('anthropic') anthropic!: unknown;
  @Env('REDIS_URL', { as: 'secret' }) @ConnectionString({ schemes: ['redis'] }) redis!: unknown;
  @Env('DATABASE_URL', { as: 'string' }) @Sensitive() @Matches(/^postgres:/) database!: string;
  @Env('AI_TIMEOUT', { as: 'duration' }) @IsInt() @Min(100) @Max(600_000) @Setting('ai.deadlineMs') time =
    30_000;
  @Env('LB_IDLE', { as: 'duration' }) @Setting('loadBalancer.idleTimeoutMs') idle = 60_000;
}

/** The number of variables of a large service. */
const MANY = 100;

class Many {}
for (let index = 0; index < MANY; index++) {
  Env(`MANY_${index}`, { as: 'integer' })(Many.prototype, `many${index}`);
  for (const rule of [IsInt(), Min(1), Max(9), IsIn([1, 2, 3])]) rule(Many.prototype, `many${index}`);
  if (index % 2 === 1) IsOptional()(Many.prototype, `many${index}`);
}
ConfigSchema({ title: 'Many' })(Many);

const names = Array.from({ length: MANY }, (_, index) => `MANY_${index}`);
const good = {
  OPENAI_API_KEY: `sk-proj-${'a1b2'.repeat(10)}`,
  ANTHROPIC_API_KEY: `sk-ant-api03-${'c3d4'.repeat(10)}`,
  REDIS_URL: 'redis://cache:6379',
  DATABASE_URL: 'postgres://db/app',
  ...Object.fromEntries(names.map((name) => [name, '2'])),
};
const wrong = {
  OPENAI_API_KEY: 'sk-ant-1',
  REDIS_URL: 'http://cache',
  AI_TIMEOUT: 'soon',
  ...Object.fromEntries(names.map((name, index) => [`${name}S`, index % 2 === 0 ? 'x' : '77'])),
  ...Object.fromEntries(names.map((name) => [name, '77'])),
};

@Controller()
class RootController {
  @Get()
  answer(): string {
    return 'here';
  }
}

const mode = process.argv[2];
const validator = ConfigValidatorModule.forRoot({
  schemas: [Providers, Many],
  env: mode === 'wrong' ? wrong : good,
  boot: { probes: 'none' },
});

@Module({ imports: mode === 'without' ? [] : [validator], controllers: [RootController] })
class App {}

const started = performance.now();
let open = 0;
try {
  const app = await NestFactory.create(App, { abortOnError: false, logger: false });
  await app.close();
} catch (error) {
  if (!isConfigurationError(error)) throw error;
  open = error.report.errors.length + error.report.warnings.length;
}
process.stdout.write(JSON.stringify({ ms: performance.now() - started, open }));
