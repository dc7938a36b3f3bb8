import { parseEnv } from 'node:util';
import { Secret } from '@hydrogenai/security';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { IsIn, IsInt, IsOptional, IsUrl, Matches, Max, Min, MinLength } from 'class-validator';
import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigSchema } from '../schema/config-schema.decorator.js';
import { describeSchemas } from '../schema/describe-schema.js';
import { Env } from '../schema/env.decorator.js';
import { Sensitive } from '../schema/sensitive.decorator.js';
import { standardSchema } from '../schema/standard-schema.js';
import type { EnvLayer } from '../sources/env-layer.js';
import { checkConfiguration } from '../validation/check-configuration.js';
import { describeConfiguration } from './describe-configuration.js';
import { documentSchemas } from './document-schemas.js';
import { renderConfiguration } from './render-configuration.js';
import { quoted, renderEnvExample } from './render-env-example.js';
import { renderJsonSchema } from './render-json-schema.js';
import { renderMarkdown } from './render-markdown.js';

@ConfigSchema({ title: 'AI | providers' })
class Ai {
  @Env('OPENAI_API_KEY', { description: 'key of the\nOpenAI account' })
  @Sensitive()
  @MinLength(20)
  @Matches(/^sk-canary/)
  openai!: Secret;
  @Env('FALLBACK') @Sensitive() fallback = 'canary-default';
  @Env('AI_TIMEOUT_MS', { as: 'duration' }) @IsInt() @Min(100) @Max(600_000) timeoutMs = 30_000;
  @Env('MODE', { description: 'memory | redis' }) @IsIn(['memory', 'redis']) mode = 'memory';
  @Env('MODELS') @Matches(/^[a-z]+$/, { each: true }) models: string[] = ['a', 'b'];
  @Env('BASE_URL') @IsOptional() @IsUrl() baseUrl?: URL;
  @Env('GREETING') greeting = 'say "hi" # now';
}
const storage = standardSchema({
  title: 'Storage',
  schema: z.object({ POOL: z.number().int().max(50).default(10), DSN: z.string().regex(/canary/) }),
  variables: { POOL: { sensitive: false } },
});
const document = documentSchemas([Ai, storage]);

describe('the JSON Schema', () => {
  const schema = renderJsonSchema(document);
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  ajvFormats.default(ajv);
  const accepts = ajv.compile(schema);
  const good = { OPENAI_API_KEY: 'sk-01234567890123456789', DSN: 'x' };

  it('is one of draft 2020-12 that accepts what the schemas accept', () => {
    expect(accepts({ ...good, AI_TIMEOUT_MS: '5m', POOL: 10, MODELS: ['a'], PATH: '/bin' })).toBe(true);
  });

  it.each([
    ['OPENAI_API_KEY', undefined],
    ['OPENAI_API_KEY', 'short'],
    ['AI_TIMEOUT_MS', 99],
    ['AI_TIMEOUT_MS', 'soon'],
    ['MODE', 'disk'],
    ['MODELS', ['A']],
    ['BASE_URL', 'no url'],
    ['POOL', 51],
  ])('refuses %s = %j as they do', (name, value) => {
    expect(accepts({ ...good, [name]: value })).toBe(false);
  });
});

describe('every description of the schemas', () => {
  it.each([
    ['JSON Schema', JSON.stringify(renderJsonSchema(document))],
    ['.env.example', renderEnvExample(document)],
    ['Markdown', renderMarkdown(document)],
  ])('%s has all variables, and of secrets neither default nor pattern', (_, text) => {
    for (const { variables } of document.groups)
      for (const { name } of variables) expect(text).toContain(name);
    expect(text).not.toContain('canary');
  });
});

describe('the .env.example', () => {
  const text = renderEnvExample(document);

  it('leaves required variables empty and has the others as comments', () => {
    expect(parseEnv(text)).toEqual({ OPENAI_API_KEY: '', DSN: '' });
    expect(text).toContain('# key of the OpenAI account\n# (required, secret text)\nOPENAI_API_KEY=\n');
  });

  it('has defaults that are read back when the comment is taken off', () => {
    const values = parseEnv(text.replaceAll(/^# (?=[A-Z_]+=)/gm, ''));
    expect(values).toMatchObject({
      AI_TIMEOUT_MS: '30000',
      MODELS: 'a,b',
      GREETING: 'say "hi" # now',
      POOL: '10',
      FALLBACK: '',
    });
  });

  it('quotes any text so that it is read back', () => {
    assert(
      property(string({ minLength: 1 }), (text) => {
        const isWritable = ["'", '"', '`'].some((quote) => !text.includes(quote));
        expect(isWritable && parseEnv(`A=${quoted(text)}`)['A'] !== text).toBe(false);
      }),
    );
  });
});

it('the Markdown is a table for each schema', () => {
  const text = renderMarkdown(document);
  expect(text).toContain('## AI \\| providers\n\n| Variable | Value | Default | Meaning |\n');
  expect(text).toContain('| `OPENAI_API_KEY` | secret text | **required** | key of the OpenAI account |');
  expect(text).toContain('| `MODE` | text | `memory` | memory \\| redis |');
  expect(text).toContain('| `FALLBACK` | text, secret | none |  |');
});

describe('the configuration that applies', () => {
  const key = 'sk-canary-0123456789-0123456789';
  const file = (values: EnvLayer['values']): EnvLayer => ({
    source: { kind: 'file', file: '.env' },
    values,
    lines: new Map(Object.keys(values).map((name, index) => [name, index + 1])),
  });
  const describeAll = (env: EnvLayer['values'], inFile: EnvLayer['values'] = {}) =>
    describeConfiguration(
      checkConfiguration({
        schemas: describeSchemas([Ai, storage]),
        layers: [{ source: { kind: 'environment' }, values: env }, file(inFile)],
        ignore: [{ id: 'CFG-ENV-003', subject: 'MODELS', until: '2028-01-01', reason: 'r' }],
        today: '2027-01-01',
      }),
    );

  it('is told with the place that won and those that lost', () => {
    const text = renderConfiguration(
      describeAll(
        { MODE: 'redis', BASE_URL: '', AI_TIMEOUT_MS: '12' },
        { OPENAI_API_KEY: key, MODE: 'memory', BASE_URL: 'http://x', POOL: '20', DSN: 'canary' },
      ),
    );
    expect(text).toBe(
      [
        'AI | providers',
        '  OPENAI_API_KEY  [redacted]     .env:1',
        '  FALLBACK        (not set)',
        '  AI_TIMEOUT_MS   (CFG-ENV-003)  the environment',
        '  MODE            redis          the environment, overrides .env:2',
        '  MODELS          (not set)',
        '  BASE_URL        (not set)      empty, overrides .env:3',
        '  GREETING        (not set)',
        '',
        'Storage',
        '  POOL  20          .env:4',
        '  DSN   [redacted]  .env:5',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['holds a secret of another variable', `hello ${key.slice(3, 20)}`],
    ['has the form of a key', 'gsk_0123'],
    ['is a long run of letters and digits', 'dGhpcyBpcyBub3QgYSBzZWNyZXQ5'],
  ])('has no value that %s', (_, greeting) => {
    const [group] = describeAll({ OPENAI_API_KEY: key, GREETING: greeting }).groups;
    expect(group?.variables.find(({ name }) => name === 'GREETING')?.shown).toBe('[redacted]');
  });

  it('has no user and password of a URL, no value that breaks a rule, and no characters that steer', () => {
    const description = describeAll({
      BASE_URL: 'https://user:pw@proxy.internal/v1',
      MODELS: 'CANARY',
      GREETING: 'a\u001B[2Jb\u202Ec',
    });
    const text = renderConfiguration(description);
    expect(text).toContain('https://[redacted]@proxy.internal/v1');
    expect(text).toContain('a\\u{1b}[2Jb\\u{202e}c');
    // Its finding is excepted, and the value is still not one that the schema accepts.
    expect(text).toMatch(/MODELS +\(CFG-ENV-003\)/);
    expect(text).not.toContain('CANARY');
  });
});
