import { inspect } from 'node:util';
import { IsInt, IsOptional, IsUrl, MinLength, ValidateIf } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { ConfigSchema } from '../schema/config-schema.decorator.js';
import { Env } from '../schema/env.decorator.js';
import { describeSchemas } from '../schema/describe-schema.js';
import { checkConfiguration } from './check-configuration.js';
import { validateEnvironment } from './validate-environment.js';
import type { EnvironmentLike } from '../sources/env-layer.js';

@ConfigSchema({ title: 'Cache' })
class Cache {
  @Env('CACHE_TOKEN', { description: 'token of the cache' }) @MinLength(3) token!: string;
  @Env('CACHE_SIZE', { as: 'integer' }) @IsInt() size = 10;
  @Env('CACHE_REMOTE') remote = false;
  @Env('CACHE_URL') @ValidateIf(({ remote }: Cache) => remote) @IsUrl({ require_tld: false }) url?: string;
  @Env('CACHE_REGION') @IsOptional() region?: string;
  @Env('CACHE_PREFIX', { verbatim: true }) prefix = '';
}

const good = { CACHE_TOKEN: 'abc' };
const said = (env: EnvironmentLike) =>
  validateEnvironment([Cache], env).findings.map(({ id, subject, status }) => `${subject} ${id} ${status}`);

describe('validating an environment', () => {
  it('says of every variable what became of it', () => {
    expect(validateEnvironment([Cache], good)).toMatchObject({
      isValid: true,
      health: 'healthy',
      errors: [],
      warnings: [],
      recommendations: [],
    });
    expect(said(good)).toEqual([
      'CACHE_TOKEN CFG-ENV-000 pass',
      'CACHE_SIZE CFG-ENV-000 pass',
      'CACHE_REMOTE CFG-ENV-000 pass',
      'CACHE_URL CFG-ENV-000 skipped',
      'CACHE_REGION CFG-ENV-000 skipped',
      'CACHE_PREFIX CFG-ENV-000 pass',
    ]);
  });

  it.each([
    [undefined, 'It is not set.'],
    ['', 'It is set, but empty.'],
    [' \n', 'It is set, but empty.'],
  ])('takes %j for a missing value', (token, problem) => {
    expect(validateEnvironment([Cache], { CACHE_TOKEN: token }).errors).toEqual([
      {
        id: 'CFG-ENV-001',
        severity: 'critical',
        status: 'fail',
        subject: 'CACHE_TOKEN',
        problem,
        action: 'Set CACHE_TOKEN (token of the cache).',
        docs: 'docs/findings/CFG-ENV-001.md',
      },
    ]);
  });

  it('demands a variable that another one makes necessary, whatever their order', () => {
    expect(said({ ...good, CACHE_REMOTE: 'yes' })).toContain('CACHE_URL CFG-ENV-001 fail');
    expect(said({ ...good, CACHE_REMOTE: 'no' })).toContain('CACHE_URL CFG-ENV-000 skipped');
  });

  it('reports one finding for a value of the wrong type, and applies no rule to the default instead', () => {
    const { errors } = validateEnvironment([Cache], { ...good, CACHE_SIZE: 'ten' });
    expect(errors).toMatchObject([
      {
        id: 'CFG-ENV-002',
        problem: 'The value is not a whole number, for example 42.',
        source: { kind: 'environment' },
      },
    ]);
    expect(said({ ...good, CACHE_SIZE: 'ten' }).filter((one) => one.startsWith('CACHE_SIZE'))).toHaveLength(
      1,
    );
  });

  it('warns of white space round a text and not round a number', () => {
    expect(said({ CACHE_TOKEN: ' abc', CACHE_SIZE: ' 42 ' }).filter((one) => one.endsWith('fail'))).toEqual([
      'CACHE_TOKEN CFG-ENV-007 fail',
    ]);
  });

  it('touches nothing of a verbatim value', () => {
    expect(said({ ...good, CACHE_PREFIX: ' "x"\n' })).toContain('CACHE_PREFIX CFG-ENV-000 pass');
    expect(said({ ...good, CACHE_PREFIX: ' "x"\n' }).filter((one) => one.endsWith('fail'))).toEqual([]);
  });

  it('asks whether a misspelt name was meant', () => {
    const { warnings, isValid } = validateEnvironment([Cache], { ...good, CACHE_SIZES: '1' });
    expect(isValid).toBe(true);
    expect(warnings).toMatchObject(
      [{ id: 'CFG-ENV-008', subject: 'CACHE_SIZES', problem: /CACHE_SIZE\?/ }].map((one) => ({
        ...one,
        problem: expect.stringMatching(one.problem) as unknown,
      })),
    );
  });

  it('says which value of a file the environment overrides, and leaves files their order', () => {
    const file = (name: string, values: EnvironmentLike) => ({
      source: { kind: 'file' as const, file: name },
      values,
      lines: new Map([['CACHE_SIZE', 7]]),
    });
    const check = (env: EnvironmentLike) =>
      checkConfiguration({
        schemas: describeSchemas([Cache]),
        layers: [
          { source: { kind: 'environment' }, values: env },
          file('.env.local', { CACHE_SIZE: '2' }),
          file('.env', { CACHE_SIZE: '3', ...good }),
        ],
        ignore: [],
        today: '2027-01-01',
      });
    expect(check({}).result.recommendations).toEqual([]);
    expect(check({}).variables[1]).toMatchObject({
      source: { kind: 'file', file: '.env.local', line: 7 },
      overridden: [{ source: { kind: 'file', file: '.env', line: 7 }, same: false }],
    });
    expect(check({ CACHE_SIZE: '2' }).result.recommendations).toMatchObject([
      {
        id: 'CFG-FILE-004',
        subject: 'CACHE_SIZE',
        source: { kind: 'file', file: '.env', line: 7 },
        problem: 'The value in .env:7 is not used: the environment has another one.',
      },
    ]);
  });

  it('prints no value of what it read', () => {
    const { variables } = checkConfiguration({
      schemas: describeSchemas([Cache]),
      layers: [{ source: { kind: 'environment' }, values: { CACHE_TOKEN: 'canary-token' } }],
      ignore: [],
      today: '2027-01-01',
    });
    expect(inspect(variables, { depth: 9, showHidden: true }) + JSON.stringify(variables)).not.toContain(
      'canary',
    );
  });

  it('changes neither the environment nor a later answer', () => {
    const env = Object.freeze({ CACHE_TOKEN: ' "abc"\n' });
    expect(said(env)).toEqual(said(env));
  });

  it('reads the process environment when it is given none', () => {
    expect(validateEnvironment([Cache]).errors.map(({ subject }) => subject)).toEqual(['CACHE_TOKEN']);
  });

  it('keeps an accepted finding until its day', () => {
    const ignore = [{ id: 'CFG-ENV-001', until: '2027-01-31', reason: 'r' }] as const;
    const at = (day: string) => validateEnvironment([Cache], {}, { ignore, now: new Date(day) }).isValid;
    expect([at('2027-01-31T23:59:59Z'), at('2027-02-01T00:00:00Z')]).toEqual([true, false]);
  });
});
