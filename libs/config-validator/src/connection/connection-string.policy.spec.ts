import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectionFaults } from './connection-string.policy.js';

const redis = { schemes: ['redis', 'rediss'] };
const postgres = { schemes: ['postgres', 'postgresql'], database: true };
const parts = (text: string, form: Parameters<typeof connectionFaults>[1]) =>
  connectionFaults(text, form).map(({ part }) => part);

describe('a connection string', () => {
  it.each([
    ['redis://localhost', redis],
    ['rediss://:p%2Fw@[::1]:6380/0', redis],
    ['REDIS://user:pw@cache.internal:6379', redis],
    ['redis://h:1?family=6', redis],
    ['postgres://app:pw@db:5432/shop?sslmode=require', postgres],
    ['postgresql:///shop?host=/var/run/postgresql', postgres],
  ])('%s is in order', (text, form) => {
    expect(connectionFaults(text, form)).toEqual([]);
  });

  it.each([
    ['localhost:6379', redis, ['scheme']],
    ['http://localhost', redis, ['scheme']],
    ['redis://', redis, ['host']],
    ['redis://:6379', redis, ['host']],
    ['redis://ho st', redis, ['host']],
    ['redis://host:0', redis, ['port']],
    ['redis://host:65536', redis, ['port']],
    ['redis://host:port', redis, ['port']],
    ['redis://host', { ...redis, port: true }, ['port']],
    ['redis://host/cache', redis, ['database']],
    ['postgres://db', postgres, ['database']],
    ['redis://:pa/ss@host', redis, ['user']],
    ['redis://:pa#ss@host', redis, ['user']],
    ['redis://:pa@ss@host', redis, ['user']],
    ['redis://:100%@host', redis, ['user']],
    ['http://u ser@:0/x', redis, ['scheme', 'user', 'host', 'port']],
  ])('%s is wrong in its parts alone', (text, form, faults) => {
    expect(parts(text, form)).toEqual(faults);
  });

  it('is never quoted by what is said about it, and breaks nothing', () => {
    assert(
      property(string({ minLength: 12, unit: 'binary' }), (text) => {
        for (const value of [text, `redis://${text}`, `redis://${text}@h:${text}/${text}`]) {
          for (const { problem } of connectionFaults(value, redis)) expect(problem).not.toContain(text);
        }
      }),
    );
  });
});
