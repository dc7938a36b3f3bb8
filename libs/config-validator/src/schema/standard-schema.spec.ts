import { inspect } from 'node:util';
import { InvalidOptionError } from '@hydrogenai/common';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkConfiguration } from '../validation/check-configuration.js';
import { validateEnvironment } from '../validation/validate-environment.js';
import type { EnvironmentLike } from '../sources/env-layer.js';
import { describeSchemas } from './describe-schema.js';
import { standardSchema, type StandardSchemaV1 } from './standard-schema.js';

const storage = standardSchema({
  title: 'Storage',
  schema: z.object({
    DATABASE_URL: z.url({ error: ({ input }) => `no URL: ${String(input)}` }),
    POOL_SIZE: z.coerce.number().int().min(1).max(50).default(10),
    USE_TLS: z.coerce.boolean().default(true),
    REGION: z.enum(['eu', 'us']).optional(),
    SALT: z.string().min(8),
  }),
  variables: {
    DATABASE_URL: { description: 'the main database' },
    POOL_SIZE: { sensitive: false, advice: [(size: number) => size > 40 && 'more than most servers allow'] },
    USE_TLS: { as: 'boolean' },
  },
});
const good = { DATABASE_URL: 'postgres://db/shop', SALT: '12345678' };

const check = (env: EnvironmentLike, schema = storage) =>
  checkConfiguration({
    schemas: describeSchemas([schema]),
    layers: [{ source: { kind: 'environment' }, values: env }],
    ignore: [],
    today: '2027-01-01',
  });
const told = (env: EnvironmentLike) =>
  validateEnvironment([storage], env)
    .findings.filter(({ status }) => status === 'fail' || status === 'unknown')
    .map(({ id, subject, problem }) => `${subject} ${id} ${problem}`);

describe('a Standard Schema', () => {
  it('is given cleaned and coerced variables, and hands out what it makes of them', () => {
    const { result, instances } = check({ ...good, POOL_SIZE: ' 20 ', USE_TLS: 'false' });
    expect(result).toMatchObject({ isValid: true, warnings: [], recommendations: [] });
    const values = Object(instances.get(storage.token)) as Record<string, unknown>;
    expect([values['POOL_SIZE'], values['USE_TLS'], values['SALT']]).toEqual([20, false, '12345678']);
    expect(() => (values['POOL_SIZE'] = 1)).toThrow(TypeError);
  });

  it('has variables that are sensitive unless it is said otherwise', () => {
    const values = check(good).instances.get(storage.token);
    expect(Object.keys(Object(values))).toEqual(['POOL_SIZE']);
    expect(inspect(values) + JSON.stringify(values)).not.toContain('postgres');
  });

  it('reports every issue at its variable, in our words', () => {
    expect(told({ DATABASE_URL: 'canary-url', POOL_SIZE: '99', USE_TLS: 'maybe', REGION: 'canary' })).toEqual(
      [
        'DATABASE_URL CFG-ENV-003 The value breaks the rule invalid_format (url) of the schema.',
        'POOL_SIZE CFG-ENV-003 The value breaks the rule too_big (maximum 50) of the schema.',
        'USE_TLS CFG-ENV-002 The value is not true or false (also 1 or 0, yes or no, on or off).',
        'REGION CFG-ENV-003 The value breaks the rule invalid_value of the schema.',
        'SALT CFG-ENV-001 It is not set.',
      ],
    );
  });

  it('has advice like a class', () => {
    expect(told({ ...good, POOL_SIZE: '45' })).toEqual([
      'POOL_SIZE CFG-ADV-001 The value is more than most servers allow.',
    ]);
  });

  it('says what no single variable has at its title', () => {
    const pair = standardSchema({
      title: 'Pair',
      schema: z.object({ A: z.string(), B: z.string() }).refine(({ A, B }) => A === B, 'canary'),
    });
    expect(validateEnvironment([pair], { A: 'canary', B: 'other' }).errors).toMatchObject([
      { id: 'CFG-ENV-003', subject: 'Pair', problem: 'The value breaks the rule custom of the schema.' },
    ]);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('canary');
      },
    ],
    ['answers later', async () => ({ value: {} })],
    ['fails later', () => Promise.reject(new Error('canary'))],
  ])('is unknown, never a pass, when it %s', (_, validate) => {
    const odd: StandardSchemaV1 = { '~standard': { version: 1, vendor: 'odd', validate } };
    const schema = standardSchema({ title: 'Odd', schema: odd, variables: { A: {} } });
    const result = validateEnvironment([schema], { A: 'canary' });
    expect(result.errors).toMatchObject([{ id: 'CFG-ENV-004', subject: 'Odd', status: 'unknown' }]);
    expect(JSON.stringify(result)).not.toContain('canary');
  });

  it('shows no word of an issue that is the value, whatever field it stands in', () => {
    const validate = (input: unknown) => {
      const text = String(Reflect.get(Object(input), 'A'));
      return { issues: [{ message: text, path: ['A'], code: text, format: text, type: text }] };
    };
    const odd: StandardSchemaV1 = { '~standard': { version: 1, vendor: 'odd', validate } };
    const schema = standardSchema({ title: 'Odd', schema: odd, variables: { A: {} } });
    const { errors } = validateEnvironment([schema], { A: 'canary' });
    expect(errors).toMatchObject([{ problem: 'The value breaks a rule of the schema.' }]);
  });

  it('is refused without title, schema or names', () => {
    // What a caller without types may give.
    const none = {} as StandardSchemaV1;
    const nameless: StandardSchemaV1 = {
      '~standard': { version: 1, vendor: 'odd', validate: (value) => ({ value }) },
    };
    expect(() => standardSchema({ title: '', schema: nameless })).toThrow(InvalidOptionError);
    expect(() => standardSchema({ title: 'T', schema: none })).toThrow(/a Standard Schema/);
    expect(() => describeSchemas([standardSchema({ title: 'T', schema: nameless })])).toThrow(
      /the names of the variables/,
    );
  });
});
