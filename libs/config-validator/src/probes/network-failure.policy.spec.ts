import { describe, expect, it } from 'vitest';
import { codesOf, messagesOf } from './failure-marks.js';
import { keyConnectionFailure } from './keys/key-connection.policy.js';
import { networkFailure } from './network-failure.policy.js';

describe('the codes of a failed connection', () => {
  it.each([
    [['ECONNREFUSED'], 'CFG-REACH-001 fail'],
    [['EHOSTUNREACH'], 'CFG-REACH-001 fail'],
    [['ENOTFOUND'], 'CFG-REACH-002 fail'],
    [['DEPTH_ZERO_SELF_SIGNED_CERT'], 'CFG-REACH-003 fail'],
    [['CERT_HAS_EXPIRED'], 'CFG-REACH-003 fail'],
    [['ERR_TLS_CERT_ALTNAME_INVALID'], 'CFG-REACH-003 fail'],
    [['UND_ERR_CONNECT_TIMEOUT'], 'CFG-REACH-004 unknown'],
    [['EAI_AGAIN'], 'CFG-REACH-005 unknown'],
    [['ERR_SSL_WRONG_VERSION_NUMBER'], 'CFG-REACH-013 fail'],
    [['UND_ERR_SOCKET', 'ECONNRESET'], 'undefined undefined'],
    [[], 'undefined undefined'],
  ])('%j say %s', (codes, expected) => {
    const outcome = networkFailure(codes);
    expect(`${outcome?.id} ${outcome?.status}`).toBe(expected);
  });

  it.each([
    ['ENOTFOUND', undefined, 'CFG-REACH-005 unknown'],
    ['ENOTFOUND', 'OPENAI_BASE_URL', 'CFG-REACH-002 fail'],
    ['ECONNREFUSED', undefined, 'CFG-REACH-005 unknown'],
    ['ECONNREFUSED', 'OPENAI_BASE_URL', 'CFG-REACH-001 fail'],
    ['ECONNRESET', undefined, 'CFG-REACH-005 unknown'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', undefined, 'CFG-REACH-003 fail'],
  ])('%s at the address of %s says %s about a key', (code, variable, expected) => {
    const { id, status, problem } = keyConnectionFailure([code], variable);
    expect(`${id} ${status}`).toBe(expected);
    expect(problem.includes('OPENAI_BASE_URL')).toBe(variable !== undefined);
  });
});

describe('the marks of an error', () => {
  it('are those of its causes too, and no circle holds them up', () => {
    const inner = Object.assign(new Error('inner'), { code: 'ENOTFOUND' });
    const outer = Object.assign(new Error('outer', { cause: new AggregateError([inner], 'several') }), {
      code: 'OUTER',
    });
    inner.cause = outer;
    expect(new Set(codesOf(outer))).toEqual(new Set(['OUTER', 'ENOTFOUND']));
    expect(messagesOf(outer)).toMatch(/^outer\nseveral\ninner\n/);
    expect(codesOf('no error')).toEqual([]);
    expect(messagesOf(undefined)).toBe('');
  });
});
