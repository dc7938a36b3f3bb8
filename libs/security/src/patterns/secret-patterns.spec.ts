import { readFileSync, readdirSync } from 'node:fs';
import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  generatedSecrets,
  seeded,
  type GeneratedSecret,
} from '../../../../test/support/generated-secrets.js';
import { Masker } from '../masking/masker.js';
import { SCRIPT_PATTERNS } from '../output/script.patterns.js';
import { PatternSet } from './pattern-set.js';
import { PII_PATTERNS } from './pii.patterns.js';
import { SECRET_PATTERNS } from './secret-patterns.js';
import { shapeOf } from '../../../../test/support/expression-shape.js';

const ROUNDS = 40;
const random = seeded(20_261_127);
const secrets: GeneratedSecret[] = Array.from({ length: ROUNDS }, () => generatedSecrets(random)).flat();
const all = new PatternSet(SECRET_PATTERNS);
const masker = new Masker();

function rulesIn(text: string, patterns = all): string[] {
  const rules: string[] = [];
  patterns.spans(text, ({ id }) => rules.push(id));
  return rules;
}

describe('the patterns of secrets', () => {
  it(`find ${ROUNDS} generated keys of every form by their rule`, () => {
    const forms = new Set(secrets.map(({ rule }) => rule));
    expect([...new Set(SECRET_PATTERNS.map(({ id }) => id))].filter((id) => !forms.has(id))).toEqual([]);
    const missed = secrets.filter(({ rule, text }) => !rulesIn(text).includes(rule));
    expect(missed.map(({ rule, text }) => `${rule} ${text}`)).toEqual([]);
  });

  it.each([
    ['a sentence', (text: string) => `Use ${text}, and nothing else.`],
    ['JSON', (text: string) => JSON.stringify({ key: text, other: `\n${text}` })],
    ['JSON in JSON', (text: string) => JSON.stringify({ body: JSON.stringify({ line: `a\n${text}\n` }) })],
    ['an assignment', (text: string) => `export KEY='${text}'`],
    ['a coloured line', (text: string) => `\u001b[32m${text}\u001b[0m`],
    ['a URL', (text: string) => `https://example.com/?key=${text}&x=%0A`],
    ['a query that was escaped', (text: string) => `next=%2F%3Fkey%3D${text}%26x`],
    ['Markdown', (text: string) => `- \`${text}\`\n- **${text}**`],
  ])('find tokens in %s', (_name, around) => {
    // Those that are known by what stands around them are not moved into other surroundings.
    const tokens = secrets.filter(({ text, secret, rule }) => text === secret && rule !== 'private-key');
    const left = tokens.filter(({ text }) => masker.text(around(text)).includes(text));
    expect(left.map(({ rule, text }) => `${rule} ${text}`)).toEqual([]);
  });

  it('take nothing but the secret where the rest of a match may be read', () => {
    expect(masker.text('postgres://app:hunter2@db.internal:5432/app')).toBe(
      'postgres://app:[redacted:connection-password]@db.internal:5432/app',
    );
    expect(masker.text('authorization: Bearer abcdef123456789xyz, then more')).toBe(
      'authorization: Bearer [redacted:authorization-header], then more',
    );
  });

  it('take an endless key as a whole', () => {
    expect(masker.text(`key sk-ant-api03-${'aB3'.repeat(10_000)} end`)).toBe(
      'key [redacted:anthropic-key] end',
    );
  });

  it('leave placeholders alone', () => {
    for (const text of [
      'sk-proj-your-api-key-goes-right-here',
      `sk-${'x'.repeat(48)}`,
      `gsk_${'x'.repeat(52)}`,
      'AKIAIOSFODNN7EXAMPLE',
      'password: string',
      'token = process.env.TOKEN_2026_abcd',
      'Authorization: Bearer',
      'the authorization: basics of it',
    ])
      expect(masker.text(text)).toBe(text);
  });
});

/** At least 1 MB of what ordinary answers and logs hold. */
function ordinaryText(): string {
  const root = join(import.meta.dirname, '../../../..');
  const parts: string[] = [];
  const read = (folder: string, most: number, ...ends: string[]): void => {
    const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
    const files = names.filter(
      (name) => ends.some((end) => name.endsWith(end)) && !name.includes('node_modules'),
    );
    let left = most;
    for (const name of files.sort()) {
      if (left <= 0) break;
      const text = readFileSync(join(root, folder, name), 'utf8').slice(0, left);
      left -= text.length;
      parts.push(text);
    }
  };
  read('node_modules/typescript/lib', 400_000, '.d.ts');
  read('libs', 300_000, 'README.md', 'policy.ts');
  read('docs', 200_000, '.md');
  read('node_modules/openai', 200_000, 'README.md', 'CHANGELOG.md');
  read('node_modules/groq-sdk', 100_000, 'README.md', 'CHANGELOG.md');
  read('node_modules/@anthropic-ai/sdk', 100_000, 'README.md', 'CHANGELOG.md');
  parts.push(readFileSync(join(root, 'package-lock.json'), 'utf8').slice(0, 300_000));
  const random = seeded(1);
  const image = Buffer.from(Array.from({ length: 60_000 }, () => Math.floor(random() * 256)));
  parts.push(`data:image/png;base64,${image.toString('base64')}`, image.toString('base64url'));
  for (let n = 0; n < 1_000; n++)
    parts.push(
      randomUUID(),
      createHash('sha1').update(`${n}`).digest('hex'),
      createHash('sha256').update(`${n}`).digest('hex'),
    );
  return parts.join('\n');
}

describe('the surer patterns of secrets', () => {
  it('find nothing in 1.5 MB and more of ordinary text, code, ids, hashes and images', () => {
    const text = ordinaryText();
    expect(text.length).toBeGreaterThan(1_500_000);
    const surer = new PatternSet(SECRET_PATTERNS.filter(({ confidence = 'high' }) => confidence === 'high'));
    const found: string[] = [];
    surer.spans(text, ({ id }, { start, end }) =>
      found.push(`${id}: ${text.slice(start, end).slice(0, 60)}`),
    );
    expect(found).toEqual([]);
  });
});

describe('every expression', () => {
  const patterns = [...SECRET_PATTERNS, ...PII_PATTERNS, ...SCRIPT_PATTERNS];

  it.each(patterns.map((pattern) => [pattern.id, pattern] as const))('of %s is bounded', (_id, pattern) => {
    const { longest, unbounded } = shapeOf(pattern.expression);
    expect(unbounded).toEqual([]);
    expect(longest).toBeLessThanOrEqual(pattern.maxLength ?? 1_024);
  });

  it('takes a text that was made to be slow in its stride', () => {
    const units = [
      'sk-',
      'sk-proj-',
      'eyJ',
      'eyJa.',
      '-----BEGIN PRIVATE KEY-----',
      'password=',
      'a@',
      'a.',
      '://',
      'a:',
      '+1',
      '1 ',
      '1-',
      'DE12 ',
      'on',
      ' on',
      'j',
      'java',
      '&#1;',
      '=&',
      '<',
      '\\n',
      '%3D',
      'Bearer ',
      'authorization:',
      'A1',
      '[0m',
      '\ud83d',
    ];
    const whole = new PatternSet(patterns);
    for (const unit of units) {
      const text = unit.repeat(Math.ceil(10_000 / unit.length));
      const before = process.threadCpuUsage();
      whole.spans(text, () => undefined);
      const { user, system } = process.threadCpuUsage(before);
      // The bench shows what it takes; this is far above it.
      expect((user + system) / 1_000, unit).toBeLessThan(200);
    }
  });
});
