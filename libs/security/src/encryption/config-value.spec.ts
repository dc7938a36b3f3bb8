import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decryptConfigValue, encryptConfigValue, isEncryptedConfigValue } from './config-value.js';
import { DecryptionFailedError } from './decryption-failed.error.js';
import { Keyring } from './keyring.js';

const secrets = { old: randomBytes(32), new: randomBytes(32) };
const ringOf = (...ids: (keyof typeof secrets)[]): Keyring =>
  new Keyring({ keys: ids.map((id) => ({ id, secret: secrets[id] })) });

const keyring = ringOf('old');
const context = 'OPENAI_API_KEY';
const PLAIN = 'canary-value-77';

/** Why it is refused; the error says what to do and nothing of the value. */
function refusal(text: string, options = { keyring, context }): string {
  try {
    decryptConfigValue(text, options);
  } catch (error) {
    if (!(error instanceof DecryptionFailedError)) throw error;
    expect(error.message).toContain(options.context);
    expect(JSON.stringify(error)).not.toContain('canary');
    expect(JSON.stringify(error)).not.toContain(text.slice('enc:v1:old:'.length) || 'canary');
    return error.reason;
  }
  return 'read';
}

describe('an encrypted configuration value', () => {
  const text = encryptConfigValue(PLAIN, { keyring, context });

  it('is a text that may stand in a file, and comes back in its context', () => {
    expect(text).toMatch(/^enc:v1:old:[A-Za-z0-9_-]+$/);
    expect(isEncryptedConfigValue(text)).toBe(true);
    expect(isEncryptedConfigValue(PLAIN)).toBe(false);
    expect(text).not.toContain('canary');
    expect(decryptConfigValue(text, { keyring, context })).toBe(PLAIN);
    expect(encryptConfigValue(PLAIN, { keyring, context })).not.toBe(text);
  });

  it('brings every Unicode text back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (plain) => {
        expect(
          decryptConfigValue(encryptConfigValue(plain, { keyring, context }), { keyring, context }),
        ).toBe(plain);
      }),
    );
    expect(() => encryptConfigValue('\ud800', { keyring, context })).toThrow(/Unicode/);
  });

  it('is refused with any bit of its text flipped', () => {
    const bytes = Buffer.from(text);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = flipped.readUInt8(bit >> 3) ^ (1 << (bit & 7));
      expect(refusal(flipped.toString('latin1'))).not.toBe('read');
    }
  });

  it('is refused with any character replaced, left out or added', () => {
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(1), fc.string({ maxLength: 2 }), (at, remove, insert) => {
        const changed = text.slice(0, at) + insert + text.slice(at + remove);
        expect(refusal(changed) === 'read').toBe(changed === text);
      }),
      { numRuns: 500 },
    );
  });

  it('is refused in another context', () => {
    expect(refusal(text, { keyring, context: 'GROQ_API_KEY' })).toBe('not-authentic');
  });

  it('is read through a rotation, and refused once its key is gone or another has its name', () => {
    const during = ringOf('new', 'old');
    expect(decryptConfigValue(text, { keyring: during, context })).toBe(PLAIN);
    expect(encryptConfigValue(PLAIN, { keyring: during, context })).toMatch(/^enc:v1:new:/);
    expect(refusal(text, { keyring: ringOf('new'), context })).toBe('unknown-key');
    const impostor = new Keyring({ keys: [{ id: 'old', secret: secrets.new }] });
    expect(refusal(text, { keyring: impostor, context })).toBe('not-authentic');
  });

  it.each([
    ['not-encrypted', PLAIN],
    ['not-encrypted', ''],
    ['not-encrypted', 'enc:v2:old:AAAA'],
    ['malformed', 'enc:v1:'],
    ['malformed', 'enc:v1:old'],
    ['malformed', 'enc:v1:old:'],
    ['malformed', 'enc:v1:old:AAAA'],
    ['malformed', `${text}:more`],
    ['malformed', `${text}\n`],
    ['malformed', `enc:v1::${text.slice(11)}`],
  ])('is %s as %j', (reason, changed) => {
    expect(refusal(changed)).toBe(reason);
  });

  it('does not tell a context that is no name', () => {
    const options = { keyring, context: 'a\nb' };
    expect(() => encryptConfigValue(PLAIN, options)).toThrow(/context: expected/);
    expect(() => decryptConfigValue(text, options)).toThrow(/context: expected/);
  });
});
