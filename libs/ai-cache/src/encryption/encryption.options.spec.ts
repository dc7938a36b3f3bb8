import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { InvalidOptionError } from '@hydrogenai/common';
import { resolveEncryption, type EncryptionOptions } from './encryption.options.js';

const [one, two] = [randomBytes(32), randomBytes(32)];
const key = (
  id: string,
  secret: Uint8Array | string = randomBytes(32),
): EncryptionOptions['keys'][number] => ({
  id,
  secret,
});

describe('encryption options', () => {
  it('writes with the first key and names with the last, so that a new key in front keeps the names', () => {
    const keys = [key('new'), key('old')];
    const nameOf = (names: string): string | undefined => resolveEncryption({ keys, names }).nameOf('x');
    expect(resolveEncryption({ keys }).active).toBe('new');
    expect(resolveEncryption({ keys }).nameOf('x')).toBe(nameOf('old'));
    expect(resolveEncryption({ keys, active: 'old' }).active).toBe('old');
    expect(nameOf('new')).not.toBe(nameOf('old'));
    expect(resolveEncryption({ keys, names: false }).nameOf('x')).toBeUndefined();
  });

  it.each<[string, unknown]>([
    ['encryption.keys', {}],
    ['encryption.keys', { keys: [] }],
    ['encryption.keys', { keys: 'k' }],
    ['encryption.keys[0].id', { keys: [null] }],
    ['encryption.keys[0].id', { keys: [key('with space')] }],
    ['encryption.keys[0].id', { keys: [key('x'.repeat(33))] }],
    ['encryption.keys[1].id', { keys: [key('k', one), key('k', two)] }],
    ['encryption.keys[1].secret', { keys: [key('a', one), key('b', one.toString('hex'))] }],
    ['encryption.active', { keys: [key('k')], active: 'other' }],
    ['encryption.names', { keys: [key('k')], names: 'other' }],
    ['encryption.keys[0].secret', { keys: [key('k', one.subarray(1))] }],
    ['encryption.keys[0].secret', { keys: [key('k', Buffer.alloc(32))] }],
    ['encryption.keys[0].secret', { keys: [key('k', 'a password of more than 32 characters')] }],
    ['encryption.keys[0].secret', { keys: [{ id: 'k' }] }],
  ])('refuses a wrong %s', (field, options) => {
    // JavaScript may give anything.
    expect(() => resolveEncryption(options as EncryptionOptions)).toThrow(expect.objectContaining({ field }));
  });

  it('says how to make a secret and never quotes one', () => {
    const secret = 'hunter2-hunter2-hunter2-hunter2!';
    expect(() => resolveEncryption({ keys: [{ id: 'k', secret }] })).toThrow(InvalidOptionError);
    expect(() => resolveEncryption({ keys: [{ id: 'k', secret }] })).toThrow(/openssl rand -base64 32/);
    expect(() => resolveEncryption({ keys: [{ id: 'k', secret }] })).not.toThrow(/hunter2/);
  });
});
