import { ConsoleLogger } from '@nestjs/common';
import { expect, it } from 'vitest';
import { LogWatch } from './log-watch.js';

const SECRET = 'gsk_Q9w8E7r6T5y4U3i2O1p0';

/** What the watch says at the end about what was printed meanwhile. */
function verdictOf(print: () => unknown): unknown {
  const watch = new LogWatch([SECRET]);
  print();
  try {
    watch[Symbol.dispose]();
  } catch (error) {
    return error;
  }
  return undefined;
}

it.each([
  ['as it is', () => process.stderr.write(`key ${SECRET}\n`)],
  ['in part', () => process.stdout.write(`key …${SECRET.slice(8, 20)}\n`)],
  ['in base64', () => process.stdout.write(`key ${Buffer.from(SECRET).toString('base64')}\n`)],
  ['as bytes', () => process.stdout.write(Buffer.from(`key ${SECRET}\n`))],
  ['by the logger of Nest', () => new ConsoleLogger('Test').error(`key ${SECRET}`)],
])('a secret that is printed %s is noticed, and not repeated', (_, print) => {
  const verdict = verdictOf(print);
  expect(verdict).toBeInstanceOf(Error);
  expect(String(verdict)).not.toContain(SECRET.slice(4));
});

it('what holds none is left alone', () => {
  expect(verdictOf(() => process.stdout.write('key gsk_Q9w8E7r\n'))).toBeUndefined();
});
