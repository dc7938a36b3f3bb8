import { describe, expect, it } from 'vitest';
import { hasFeature, type RedisFeature } from './redis-features.policy.js';
import { identifyRedis, type RedisKind, type RedisVersion } from './redis-info.policy.js';

/** Lines that tell the kinds apart, as their servers write them. */
const SAID: readonly [string, ReturnType<typeof identifyRedis>][] = [
  [
    '# Server\r\nredis_version:7.0.15\r\nredis_mode:cluster\r\nexecutable:/usr/bin/redis-server\r\n',
    { kind: 'redis', version: [7, 0, 15], mode: 'cluster' },
  ],
  [
    '# Server\r\nredis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.1.1\r\nserver_mode:standalone\r\n',
    { kind: 'valkey', version: [8, 1, 1], mode: 'standalone' },
  ],
  [
    '# Server\r\nredis_version:6.3.4\r\nredis_mode:standalone\r\n\r\n# KeyDB\r\nmvcc_depth:0\r\n',
    { kind: 'keydb', version: [6, 3, 4], mode: 'standalone' },
  ],
  [
    '# Server\r\nredis_version:7.4.0\r\ndragonfly_version:df-v1.40.1\r\nredis_mode:standalone\r\n',
    { kind: 'dragonfly', version: [1, 40, 1], mode: 'standalone' },
  ],
  ['redis_version:7.2.7\r\nredis_mode:sentinel\r\n', { kind: 'redis', version: [7, 2, 7], mode: 'sentinel' }],
  ['redis_version:unstable\r\n', { kind: 'redis', version: undefined, mode: 'unknown' }],
  ['', { kind: 'unknown', version: undefined, mode: 'unknown' }],
  ['a server of another kind\n:x\n', { kind: 'unknown', version: undefined, mode: 'unknown' }],
];

it.each(SAID)('reads %j', (info, identity) => {
  expect(identifyRedis(info)).toEqual(identity);
});

describe('hasFeature', () => {
  it.each<[RedisKind, RedisVersion, RedisFeature, boolean | undefined]>([
    ['redis', [6, 2, 19], 'functions', false],
    ['redis', [7, 0, 0], 'functions', true],
    ['redis', [7, 3, 9], 'hashFieldExpiry', false],
    ['redis', [7, 4, 0], 'hashFieldExpiry', true],
    ['redis', [8, 3, 9], 'setIfEqual', false],
    ['redis', [10, 0, 0], 'setIfEqual', true],
    ['valkey', [8, 0, 9], 'setIfEqual', false],
    ['valkey', [8, 1, 0], 'setIfEqual', true],
    ['valkey', [8, 1, 0], 'hashFieldExpiry', false],
    ['valkey', [7, 2, 4], 'expireNx', true],
    ['keydb', [6, 3, 4], 'functions', undefined],
    ['dragonfly', [1, 40, 1], 'hashFieldExpiry', undefined],
    ['unknown', [7, 0, 0], 'functions', undefined],
  ])('%s %j has %s: %s', (kind, version, feature, expected) => {
    expect(hasFeature({ kind, version }, feature)).toBe(expected);
  });

  it('does not guess without a version', () => {
    expect(hasFeature({ kind: 'redis', version: undefined }, 'functions')).toBeUndefined();
  });
});
