import { inspect } from 'node:util';
import { Secret } from '@hydrogenai/security';
import { IsOptional, MinLength } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { Advice } from '../advice/advice.decorator.js';
import { ConnectionString } from '../connection/connection-string.decorator.js';
import { ApiKey } from '../keys/api-key.decorator.js';
import { ConfigSchema } from '../schema/config-schema.decorator.js';
import { describeSchemas } from '../schema/describe-schema.js';
import { Env } from '../schema/env.decorator.js';
import { Sensitive } from '../schema/sensitive.decorator.js';
import type { EnvironmentLike } from '../sources/env-layer.js';
import { checkConfiguration } from './check-configuration.js';
import { validateEnvironment } from './validate-environment.js';

@ConfigSchema({ title: 'Forms' })
class Forms {
  @Env('OPENAI_API_KEY') @Sensitive() @ApiKey('openai') @IsOptional() @MinLength(8) openai?: Secret;
  @Env('REDIS_URL') @ConnectionString({ schemes: ['redis'] }) @IsOptional() redis?: Secret;
  @Env('TIMEOUT', { as: 'duration' })
  @Advice((ms: number) => ms > 60_000 && 'longer than most load balancers wait (60 s)')
  timeoutMs = 30_000;
  @Env('TOKEN') @IsOptional() @Advice((token: Secret) => `weak: ${token.reveal()}`) token?: Secret;
  @Env('HINT')
  @IsOptional()
  @Advice((hint: string) => `like ${Buffer.from(hint).toString('base64')}`)
  hint?: string;
  @Env('BROKEN')
  @IsOptional()
  @Advice((text: string) => {
    throw new Error(text);
  })
  broken?: string;
}

const key = `sk-proj-${'A1b2C3d4E5f6G7h8I9j0K1l2'.repeat(4)}`;
const told = (env: EnvironmentLike) =>
  validateEnvironment([Forms], env)
    .findings.filter(({ id, status }) => id !== 'CFG-ENV-000' && status !== 'pass')
    .map(({ id, subject, status }) => `${subject} ${id} ${status}`);

const instanceOf = (env: EnvironmentLike) =>
  checkConfiguration({
    schemas: describeSchemas([Forms]),
    layers: [{ source: { kind: 'environment' }, values: env }],
    ignore: [],
    today: '2027-01-01',
  }).instances.get(Forms);

describe('a property of type Secret', () => {
  it('holds the value, prints as redacted, and its rules look at the text', () => {
    const instance = instanceOf({ OPENAI_API_KEY: key });
    const secret: unknown = Reflect.get(Object(instance), 'openai');
    expect(secret).toBeInstanceOf(Secret);
    expect(secret instanceof Secret && secret.reveal()).toBe(key);
    expect(String(secret)).toMatch(/^\[redacted:OPENAI_API_KEY…[0-9a-f]{4}\]$/);
    expect(inspect(instance, { showHidden: true, depth: 9 }) + JSON.stringify(instance)).not.toContain(key);
    expect(told({ OPENAI_API_KEY: 'sk-1' })).toEqual([
      'OPENAI_API_KEY CFG-ENV-003 fail',
      'OPENAI_API_KEY CFG-KEY-001 fail',
    ]);
  });
});

describe('the form of a key', () => {
  it.each([
    [key, []],
    ['gsk_A1b2C3d4E5f6G7h8I9j0K1l2', ['OPENAI_API_KEY CFG-KEY-003 fail']],
    ['your-openai-key', ['OPENAI_API_KEY CFG-KEY-004 fail']],
    ['gateway-4f9c2a7d81e3b65d', ['OPENAI_API_KEY CFG-KEY-001 fail']],
    [undefined, []],
  ])('%s', (value, findings) => {
    expect(told({ OPENAI_API_KEY: value })).toEqual(findings);
  });
});

it('a connection string has a finding for every part that is wrong', () => {
  expect(told({ REDIS_URL: 'http://:99999' })).toEqual(Array(3).fill('REDIS_URL CFG-URL-001 fail'));
  expect(told({ REDIS_URL: 'redis://localhost:6379/0' })).toEqual([]);
});

describe('advice', () => {
  it('is a recommendation in the words of the schema, about accepted values only', () => {
    expect(validateEnvironment([Forms], { TIMEOUT: '2m' }).recommendations).toMatchObject([
      {
        id: 'CFG-ADV-001',
        subject: 'TIMEOUT',
        problem: 'The value is longer than most load balancers wait (60 s).',
        source: { kind: 'environment' },
      },
    ]);
    expect(told({ TIMEOUT: '60s' })).toEqual([]);
    expect(told({ TIMEOUT: 'long' })).toEqual(['TIMEOUT CFG-ENV-002 fail']);
  });

  it('is without its words when they quote the value, also encoded', () => {
    const { recommendations } = validateEnvironment([Forms], {
      TOKEN: 'canary-123456',
      HINT: 'canary-123456',
    });
    expect(recommendations.map(({ subject }) => subject)).toEqual(['TOKEN', 'HINT']);
    for (const { problem } of recommendations)
      expect(problem).toMatch(/words that quote it and are left out/);
  });

  it('that throws is unknown, and its error is dropped', () => {
    const { recommendations } = validateEnvironment([Forms], { BROKEN: 'canary-123456' });
    expect(recommendations).toMatchObject([{ id: 'CFG-ADV-002', status: 'unknown' }]);
    expect(JSON.stringify(recommendations)).not.toContain('canary');
  });
});
