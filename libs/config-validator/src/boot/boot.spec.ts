import { Writable } from 'node:stream';
import { HydrogenError, isHydrogenError, toPublicError } from '@hydrogenai/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { finding } from '../findings/finding.js';
import { summarize } from '../findings/summarize.policy.js';
import { bootBox } from './boot-box.policy.js';
import { ConfigurationError, isConfigurationError } from './configuration.error.js';
import { reportBootFailure } from './report-boot-failure.js';
import { wrapText } from './wrap-text.policy.js';

const report = summarize([
  finding('CFG-ENV-001', { subject: 'KEY', problem: 'It is not set.', action: 'Set KEY.' }),
  finding('CFG-ENV-005', {
    subject: 'URL',
    problem: 'Quotes.',
    action: 'Remove.',
    source: { kind: 'file', file: '.env' },
  }),
]);

class Collector extends Writable {
  text = '';
  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

describe('the error', () => {
  const error = new ConfigurationError(report);

  it('lists everything in its message and in its JSON, with the exit code', () => {
    expect(error.message).toBe(
      'The configuration is refused: 1 error, 1 warning.\n' +
        '- KEY: It is not set. Set KEY. [CFG-ENV-001]\n' +
        '- URL: Quotes. Remove. [CFG-ENV-005]',
    );
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({
      code: 'CONFIGURATION_INVALID',
      exitCode: 78,
      health: 'unhealthy',
      errors: [{ subject: 'KEY' }],
    });
  });

  it('is known by its mark, also when it comes from another copy of the package', () => {
    const [other] = [Object.create(HydrogenError.prototype) as object];
    Object.defineProperties(other, Object.getOwnPropertyDescriptors(error));
    expect(other).not.toBeInstanceOf(ConfigurationError);
    expect(isHydrogenError(other)).toBe(true);
    expect(isConfigurationError(other)).toBe(true);
    expect(isConfigurationError({ code: 'CONFIGURATION_INVALID', report })).toBe(false);
    expect(isConfigurationError(undefined)).toBe(false);
  });

  it('shows callers no names of variables', () => {
    expect(JSON.stringify(toPublicError(error, 'id').details)).not.toContain('KEY');
  });
});

describe('reporting a refused boot', () => {
  let exitCode: typeof process.exitCode;
  beforeEach(() => (exitCode = process.exitCode));
  afterEach(() => (process.exitCode = exitCode));

  it('prints one line of JSON into a stream that is no terminal, and sets the exit code', () => {
    const stream = new Collector();
    expect(reportBootFailure(new ConfigurationError(report), { stream })).toBe(true);
    expect(process.exitCode).toBe(78);
    expect(stream.text.indexOf('\n')).toBe(stream.text.length - 1);
    expect(JSON.parse(stream.text)).toMatchObject({
      level: 'fatal',
      exitCode: 78,
      errors: [{ id: 'CFG-ENV-001', subject: 'KEY' }],
      warnings: [{ id: 'CFG-ENV-005', source: { kind: 'file', file: '.env' } }],
    });
  });

  it('prints a box on a terminal, as wide as it', () => {
    const stream = Object.assign(new Collector(), { isTTY: true, columns: 44 });
    reportBootFailure(new ConfigurationError(report), { stream, unicode: false });
    expect(stream.text).toBe(
      [
        '+- Configuration refused ------------------+',
        '|                                          |',
        '| 1 error, 1 warning. The application was  |',
        '| not started.                             |',
        '|                                          |',
        '| x KEY (CFG-ENV-001)                      |',
        '|   It is not set.                         |',
        '|   -> Set KEY.                            |',
        '|                                          |',
        '| ! URL (CFG-ENV-005, in .env)             |',
        '|   Quotes.                                |',
        '|   -> Remove.                             |',
        '|                                          |',
        '+------------------------------------------+',
        '',
      ].join('\n'),
    );
  });

  it('leaves every other error alone', () => {
    const stream = new Collector();
    expect(reportBootFailure(new Error('other'), { stream })).toBe(false);
    expect(stream.text).toBe('');
    expect(process.exitCode).toBe(exitCode);
  });
});

describe('the box', () => {
  it.each([
    [10, 40],
    [72, 72],
    [500, 100],
  ])('on %i columns is %i wide in every line', (columns, width) => {
    const subject = 'VERY_LONG_NAME_'.repeat(12);
    const long = summarize([
      finding('CFG-ENV-001', { subject, problem: 'word '.repeat(60), action: 'x\u001B[2J\ny' }),
    ]);
    for (const unicode of [true, false]) {
      const rows = bootBox(long, { columns, unicode }).trimEnd().split('\n');
      expect(new Set(rows.map((row) => row.length))).toEqual(new Set([width]));
      expect(rows.join('')).not.toContain('\u001B');
    }
  });

  it('wraps at spaces and cuts only words that fit nowhere', () => {
    expect(wrapText('ab cd  efghijkl m', 5)).toEqual(['ab cd', 'efghi', 'jkl m']);
    expect(wrapText('', 5)).toEqual([]);
  });
});
