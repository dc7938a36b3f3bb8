import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  ConfigValidatorModule,
  ConfigValidatorService,
  defineHydrogenai,
  examineConfiguration,
  exitCodeOf,
  isConfigurationError,
  renderReport,
  type DoctorReport,
  type Finding,
  type HydrogenaiConfiguration,
  type ValidationResult,
} from '@hydrogenai/config-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROKEN, type BrokenEnvironment } from './fixtures/broken-environments.js';
import { SCHEMAS } from './fixtures/doctor.schema.js';
import { doctorWorld, type DoctorWorld } from './fixtures/doctor-world.js';

let world: DoctorWorld;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'config-doctor-'));
  world = await doctorWorld();
});

afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const rows = Object.entries(BROKEN);
/** Those that no server has a part in. */
const offline = rows.filter(([, { env }]) => env === undefined || env.length === 0);

describe('the doctor', () => {
  it(`is tried on ${rows.length} broken environments, at least 40`, () => {
    expect(rows.length).toBeGreaterThanOrEqual(40);
  });

  it.each(rows)('finds exactly what is wrong, where, and what to do: %s', async (name, broken) => {
    const file = join(folder, `${name.replaceAll(/\W/g, '-')}.env`);
    const result = await examine(broken, file);
    expect(openOf(result).map((one) => said(one, file))).toEqual(broken.open);

    const text = renderReport(reportOf(result), 'text', surroundings);
    for (const { id, action, problem, docs } of openOf(result)) {
      expect(action).toMatch(/^[A-Z].*[.?]$|^Run: /);
      expect(problem).toMatch(/^[A-Z].*[.?]$/);
      expect(docs).toBe(`docs/findings/${id}.md`);
      expect(text).toContain(id);
      expect(unwrapped(text)).toContain(unwrapped(`${problem} → ${action}`));
    }
    for (const place of broken.open.map((one) => one.split('@')[1] ?? '')) {
      expect(text).toContain(PLACES[place] ?? place.replace('.env', file));
    }
  });

  it.each(offline)('agrees with the boot, which has the same object: %s', async (name, broken) => {
    const file = join(folder, `boot-${name.replaceAll(/\W/g, '-')}.env`);
    const configuration = await configurationOf(broken, file);
    const examined = await examineConfiguration(configuration, { offline: true });

    @Module({ imports: [ConfigValidatorModule.forRoot(configuration)] })
    class App {}
    const report = await NestFactory.createApplicationContext(App, {
      abortOnError: false,
      logger: false,
    }).then(
      async (app) => {
        const seen = app.get(ConfigValidatorService).report();
        await app.close();
        return seen;
      },
      (error: unknown) => (isConfigurationError(error) ? error.report : Promise.reject(error)),
    );
    expect(report).toEqual(examined);
    expect(report.isValid).toBe(exitCodeOf(examined, 'critical') === 0);
  });

  it('has nothing to say about an environment in which everything is right', async () => {
    const env = {
      OPENAI_API_KEY: world.key('accepted'),
      OPENAI_BASE_URL: world.provider,
      REDIS_URL: world.redis,
      DATABASE_URL: world.postgres('app', 'right', 'postgres'),
      SEARCH_URL: `${world.provider}/accepted`,
      LICENCE: 'valid',
      CACHE_TTL: '5m',
      DB_POOL: '10',
      REPLICAS: '8',
    };
    const result = await examine({ env: () => env, open: [] }, join(folder, 'good.env'));
    expect(openOf(result)).toEqual([]);
    expect(result.health).toBe('healthy');
    expect(
      result.findings.filter(({ id, status }) => id.endsWith('-000') && status === 'pass').length,
    ).toBeGreaterThan(9);
  });
});

const PLACES: Readonly<Record<string, string>> = { environment: 'the environment', nowhere: '' };

const surroundings = { style: { columns: 100, unicode: true, colours: false }, pages: new Map() };

async function examine(broken: BrokenEnvironment, file: string): Promise<ValidationResult> {
  return examineConfiguration(await configurationOf(broken, file), { budgetMs: 700 });
}

async function configurationOf(broken: BrokenEnvironment, file: string): Promise<HydrogenaiConfiguration> {
  const { env, file: content, ignore = [] } = broken;
  if (content === null) await mkdir(file);
  else if (content !== undefined) await writeFile(file, content);
  return defineHydrogenai({
    schemas: SCHEMAS,
    env: { APP_NAME: 'door', ...env?.(world) },
    envFiles: [file],
    ignore,
    // Of the boot.
    boot: { probes: 'none' },
  });
}

function openOf({ errors, warnings, recommendations }: ValidationResult): readonly Finding[] {
  return [...errors, ...warnings, ...recommendations];
}

function said({ id, subject, severity, status, source }: Finding, file: string): string {
  const place = source === undefined ? 'nowhere' : source.kind === 'file' ? sourceText(source) : source.kind;
  return `${id} ${subject} ${severity} ${status} @${place}`.replaceAll(file, '.env');
}

function sourceText({ file, line }: Extract<Finding['source'], { kind: 'file' }>): string {
  return line === undefined ? file : `${file}:${line}`;
}

function reportOf(result: ValidationResult): DoctorReport {
  return {
    result,
    ms: 1_234,
    at: 0,
    failOn: 'critical',
    exitCode: exitCodeOf(result, 'critical'),
    version: '0.0.0',
    declaredIn: join(folder, 'configuration.js'),
    folder,
    root: folder,
  };
}

/** Without the line breaks and indents that a narrow terminal brings. */
function unwrapped(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
