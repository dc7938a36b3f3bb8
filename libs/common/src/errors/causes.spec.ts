import { describe, expect, it } from 'vitest';
import { causesOf } from './causes.js';

describe('the causes of an error', () => {
  it('begin with the error itself and follow cause after cause', () => {
    const inner = new Error('inner');
    const outer = new Error('outer', { cause: { name: 'plain', cause: inner } });
    expect([...causesOf(outer)]).toEqual([outer, { name: 'plain', cause: inner }, inner]);
  });

  it('are none for what is no object, and end where a cause is none', () => {
    expect([...causesOf('text'), ...causesOf(null), ...causesOf(undefined)]).toEqual([]);
    expect([...causesOf(new Error('outer', { cause: 'text' }))]).toHaveLength(1);
  });

  it('are bounded when they form a cycle', () => {
    const error = new Error('round');
    error.cause = error;
    expect([...causesOf(error)]).toHaveLength(8);
  });
});
