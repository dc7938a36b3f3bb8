import { Masker, OutputFilter, SECRET_PATTERNS, sanitizeInput } from '@hydrogenai/security';
import { createRequire } from 'node:module';
import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import {
  atMost,
  defineSuite,
  exactly,
  micro,
  noGoal,
  row,
  type MicroRun,
  type Row,
} from '../harness/index.js';
import { LOG_LINE, PROSE, SLOW_UNITS, slowText } from './support/masking-texts.js';

const KNOWN = Array.from({ length: 50 }, () => randomBytes(24).toString('base64url'));
const [SECRET = ''] = KNOWN;
const MASK_US = 15;
const SLOW_MS = 2;
const RUNS = 9;
const CHUNK = 4;

const masker = new Masker({ secrets: KNOWN });
const filter = new OutputFilter({ secrets: masker });
const dirty = `${LOG_LINE.slice(0, 700)} ${SECRET} Authorization: Bearer ${KNOWN[1]} postgres://app:${KNOWN[2]}@db/app`;

type Redact = (value: object) => unknown;

/** The redaction that comes with pino, which Fastify brings along: by the paths that its documents show. */
function redactByPath(): Redact {
  const fromFastify = createRequire(import.meta.resolve('@nestjs/platform-fastify'));
  const pino = createRequire(fromFastify.resolve('fastify')).resolve('pino');
  // It exports one function and takes these options; its types are not installed where this is compiled.
  const redact = createRequire(pino)('@pinojs/redact') as (options: object) => Redact;
  const paths = [
    'password',
    '*.password',
    'headers.authorization',
    '*.headers.authorization',
    'apiKey',
    '*.apiKey',
  ];
  return redact({ paths, censor: '[redacted]', serialize: JSON.stringify });
}

/** Where secrets are in real logs. Of each a value and how it is printed without the masker's help. */
const PLACES: Readonly<Record<string, object>> = {
  'a field of its name': { headers: { authorization: `Bearer ${SECRET}` } },
  'another case': { headers: { Authorization: `Bearer ${SECRET}` } },
  'the message': { msg: `connecting with ${SECRET}` },
  'five levels deep': { a: { b: { c: { d: { e: SECRET } } } } },
  'a URL': { url: `https://example.com/?k=${SECRET}` },
  base64: { header: Buffer.from(`user:${SECRET}`).toString('base64') },
};

function leaks(redact: Redact): number {
  return Object.values(PLACES).filter((value) => {
    const output = inspect(redact(structuredClone(value)), { depth: null });
    const encoded = Buffer.from(`user:${SECRET}`).toString('base64');
    return output.includes(SECRET) || output.includes(encoded);
  }).length;
}

/** What most write first: every expression over the whole text, and every value by `replaceAll`. */
const expressions = SECRET_PATTERNS.map(
  ({ expression }) => new RegExp(expression.source, `${expression.flags}g`),
);
function oneAfterTheOther(text: string): string {
  let result = text;
  for (const value of KNOWN) result = result.replaceAll(value, '[redacted]');
  for (const expression of expressions) result = result.replace(expression, '[redacted]');
  return result;
}

function times(work: () => { readonly length: number }): MicroRun {
  return (n) => {
    let length = 0;
    for (let i = 0; i < n; i++) length += work().length;
    return length;
  };
}

function streamed(text: string): string {
  const stream = filter.stream();
  let result = '';
  for (let at = 0; at < text.length; at += CHUNK) result += stream.push(text.slice(at, at + CHUNK));
  return result + stream.end();
}

/** The slowest of the texts, by the fastest of a few runs of each. */
function slowest(work: (text: string) => unknown): { readonly ms: number; readonly unit: string } {
  return SLOW_UNITS.map((unit) => {
    const text = slowText(unit);
    const runs = Array.from({ length: RUNS }, () => {
      const start = performance.now();
      work(text);
      return performance.now() - start;
    });
    return { unit, ms: Math.min(...runs) };
  }).reduce((worst, one) => (one.ms > worst.ms ? one : worst));
}

function maskingSuite() {
  const byPath = redactByPath();
  const record = {
    level: 30,
    req: { headers: { authorization: 'none', host: 'api.example.com' } },
    msg: PROSE.slice(0, 800),
  };
  return defineSuite({
    name: 'masking',
    purpose: 'What does it cost to keep secrets out of logs and answers, and what is missed?',
    setup: () => undefined,
    measurements: () => ({
      text: micro({
        line: times(() => masker.text(LOG_LINE)),
        dirty: times(() => masker.text(dirty)),
        prose: times(() => masker.text(PROSE)),
        oneAfterTheOther: times(() => oneAfterTheOther(LOG_LINE)),
        record: times(() => JSON.stringify(masker.value(record))),
        recordByPath: times(() => String(byPath(record))),
        filter: times(() => filter.filter(PROSE).text),
        stream: times(() => streamed(PROSE)),
        sanitize: times(() => sanitizeInput(PROSE).text),
      }),
    }),
    rows: ({ text }): Row[] => {
      const us = ({ nsPerOp }: { readonly nsPerOp: number }): number => nsPerOp / 1_000;
      const slow = (name: string, work: (text: string) => unknown): Row => {
        const { ms, unit } = slowest(work);
        return row({
          name: `${name}, slowest of ${SLOW_UNITS.length} hostile texts of 10 KB (${JSON.stringify(unit)})`,
          value: ms,
          unit: 'ms',
          goal: atMost(SLOW_MS),
        });
      };
      return [
        row({
          name: 'masking a log line of 1 KB, 50 known secrets',
          value: us(text.line),
          unit: 'us',
          peer: { name: 'each expression and value in turn', value: us(text.oneAfterTheOther) },
          goal: atMost(MASK_US),
        }),
        row({
          name: 'the same with three secrets in it',
          value: us(text.dirty),
          unit: 'us',
          goal: atMost(MASK_US),
        }),
        row({ name: 'masking prose of 1 KB', value: us(text.prose), unit: 'us', goal: atMost(MASK_US) }),
        row({
          name: 'masking a record of 1 KB and JSON',
          value: us(text.record),
          unit: 'us',
          peer: { name: 'redaction of pino, by path', value: us(text.recordByPath) },
          goal: noGoal(),
        }),
        row({
          name: `secrets that got out, of ${Object.keys(PLACES).length} places`,
          value: leaks((value) => masker.value(value)),
          unit: '',
          peer: { name: 'redaction of pino, by path', value: leaks(byPath) },
          goal: exactly(0),
        }),
        row({
          name: 'output filter, 1 KB: secrets, personal data, script',
          value: us(text.filter),
          unit: 'us',
          goal: noGoal(),
        }),
        row({
          name: `the same as a stream of ${CHUNK} characters a piece`,
          value: us(text.stream),
          unit: 'us',
          goal: noGoal(),
        }),
        row({ name: 'sanitizeInput, 1 KB', value: us(text.sanitize), unit: 'us', goal: noGoal() }),
        slow('masker', (text) => masker.text(text)),
        slow('output filter', (text) => filter.filter(text)),
        slow('sanitizeInput', (text) => sanitizeInput(text)),
      ];
    },
  });
}

export const suite = maskingSuite();
