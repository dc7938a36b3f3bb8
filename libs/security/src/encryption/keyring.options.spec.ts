import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { InvalidOptionError } from '@hydrogenai/common';
import { resolveKeyring, type KeyringKey, type KeyringOptions } from './keyring.options.js';

const [one, two] = [randomBytes(32), randomBytes(32)];
const key = (id: string, secret: Uint8Array | string = randomBytes(32)): KeyringKey => ({ id, secret });

describe('keyring options', () => {
  it('take a secret as bytes, hex and both alphabets of base64, padded or not, with the line break of a file', () => {
    const texts = [
      one.toString('hex'),
      one.toString('hex').toUpperCase(),
      one.toString('base64'),
      one.toString('base64url'),
    ];
    for (const secret of [one, new Uint8Array(one), ...texts, `${one.toString('base64')}\n`]) {
      expect(resolveKeyring({ keys: [key('k', secret)] }).keys[0]?.secret).toEqual(one);
    }
  });

  it('write with the first key unless another is named', () => {
    const keys = [key('new'), key('old')];
    expect(resolveKeyring({ keys })).toMatchObject({ active: 'new', mostUses: 2 ** 32 });
    expect(resolveKeyring({ keys, active: 'old' })).toMatchObject({ active: 'old' });
  });

  it.each<[string, unknown]>([
    ['keyring.keys', {}],
    ['keyring.keys', { keys: [] }],
    ['keyring.keys[0].id', { keys: [null] }],
    ['keyring.keys[0].id', { keys: [key('with:colon')] }],
    ['keyring.keys[1].id', { keys: [key('k', one), key('k', two)] }],
    ['keyring.keys[1].secret', { keys: [key('a', one), key('b', one.toString('hex'))] }],
    ['keyring.active', { keys: [key('k')], active: 'other' }],
    ['keyring.keys[0].secret', { keys: [key('k', one.subarray(1))] }],
    ['keyring.keys[0].secret', { keys: [key('k', Buffer.alloc(32))] }],
    ['keyring.mostUses', { keys: [key('k')], mostUses: 0 }],
    ['keyring.mostUses', { keys: [key('k')], mostUses: 2 ** 32 + 1 }],
  ])('refuse a wrong %s', (field, options) => {
    // JavaScript may give anything.
    expect(() => resolveKeyring(options as KeyringOptions)).toThrow(expect.objectContaining({ field }));
  });

  it('say how to make a secret and never quote one', () => {
    const secret = 'hunter2-hunter2-hunter2-hunter2!';
    expect(() => resolveKeyring({ keys: [{ id: 'k', secret }] })).toThrow(InvalidOptionError);
    expect(() => resolveKeyring({ keys: [{ id: 'k', secret }] })).toThrow(/openssl rand -base64 32/);
    expect(() => resolveKeyring({ keys: [{ id: 'k', secret }] })).not.toThrow(/hunter2/);
  });
});
