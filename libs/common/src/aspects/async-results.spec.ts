import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { isAsyncGenerator, isThenable } from './async-results.js';

async function* generate(): AsyncGenerator<number> {
  yield await Promise.resolve(1);
}

describe('isAsyncGenerator', () => {
  it('is true for what an async generator function returns', () => {
    expect(isAsyncGenerator(generate())).toBe(true);
  });

  it.each([
    ['a web stream, which has to be asked for its iterator', new ReadableStream()],
    ['a Node stream', Readable.from([])],
    ['a synchronous iterator', [1].values()],
    ['a generator function', generate],
    ['a promise of one', Promise.resolve(generate())],
    ['null', null],
    ['text', 'text'],
  ])('is false for %s', (_name, value) => {
    expect(isAsyncGenerator(value)).toBe(false);
  });
});

describe('isThenable', () => {
  it.each([
    ['a promise', Promise.resolve(1), true],
    // oxlint-disable-next-line unicorn/no-thenable -- being a thenable is the case
    ['an object with then()', { then: () => undefined }, true],
    // oxlint-disable-next-line unicorn/no-thenable -- being almost a thenable is the case
    ['an object whose then is data', { then: 5 }, false],
    ['null', null, false],
    ['nothing', undefined, false],
    ['text', 'then', false],
  ])('of %s is right', (_name, value, expected) => {
    expect(isThenable(value)).toBe(expected);
  });
});
