import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidOptionError } from '../errors/invalid-option.error.js';
import { parseRedisUrl } from './redis-url.js';

function outcome(url: string): string {
  try {
    parseRedisUrl(url);
    return 'read';
  } catch (error) {
    return error instanceof Error ? error.name : 'something that is no error';
  }
}

describe('parseRedisUrl', () => {
  it.each([
    ['redis://localhost', { host: 'localhost', port: 6379, db: 0 }],
    ['redis://localhost/', { host: 'localhost', port: 6379, db: 0 }],
    ['redis://10.0.0.1:6380/15', { host: '10.0.0.1', port: 6380, db: 15 }],
    ['redis://[::1]:7000/2', { host: '::1', port: 7000, db: 2 }],
    ['redis://[2001:db8::7]', { host: '2001:db8::7', port: 6379, db: 0 }],
    ['redis://:secret@h', { host: 'h', port: 6379, db: 0, password: 'secret' }],
    ['redis://user@h', { host: 'h', port: 6379, db: 0, username: 'user' }],
    [
      'redis://us%40er:p%40ss%2Fw%3A%25rd@h:1/3',
      { host: 'h', port: 1, db: 3, username: 'us@er', password: 'p@ss/w:%rd' },
    ],
    ['rediss://h:6380', { host: 'h', port: 6380, db: 0, tls: {} }],
  ])('reads %s', (url, options) => {
    expect(parseRedisUrl(url)).toEqual(options);
  });

  it.each([
    [''],
    ['canary'],
    ['canary:6379'],
    ['http://canary'],
    ['redis://'],
    ['redis:canary'],
    ['redis:///1'],
    ['redis://:canary@/0'],
    ['redis://canary:0'],
    ['redis://canary:99999'],
    ['redis://h/canary'],
    ['redis://h/-1'],
    ['redis://h/1.5'],
    ['redis://h/1e1'],
    ['redis://h/0x1'],
    ['redis://h/1/2'],
    ['redis://h/123456'],
    ['redis://:100%canary@h'],
    ['redis://canary%ZZ@h'],
    ['redis://h canary'],
  ])('refuses %s and quotes nothing of it', (url) => {
    const parse = (): unknown => parseRedisUrl(url);
    expect(parse).toThrow(InvalidOptionError);
    expect(parse).toThrow(`received a string of ${url.length} characters`);
    expect(parse).not.toThrow('canary');
  });

  it('reads any password back, when it was percent-encoded, and any garbage it either reads or refuses by its type', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (password) => {
        expect(parseRedisUrl(`redis://u:${encodeURIComponent(password)}@h`)).toMatchObject({ password });
        expect(outcome(password)).toMatch(/^(?:read|InvalidOptionError)$/);
      }),
    );
  });
});
