import { InvalidOptionError } from '@hydrogenai/common';
import { describe, expect, it } from 'vitest';
import { resolveCallerOptions, type CallerOptions } from './caller.options.js';
import { parseIp } from './ip-address.js';

function trusts(trustedProxies: readonly string[], text: string): boolean {
  const address = parseIp(text);
  return address !== undefined && resolveCallerOptions({ trustedProxies }).isTrustedProxy(address);
}

describe('trusted proxies', () => {
  it('are nobody by default', () => {
    expect(trusts([], '127.0.0.1')).toBe(false);
    expect(resolveCallerOptions()).toMatchObject({ ipv6Prefix: 64, user: undefined, tenant: undefined });
  });

  it.each([
    ['192.0.2.1', '192.0.2.1', '192.0.2.2'],
    ['192.0.2.0/24', '192.0.2.255', '192.0.3.0'],
    ['192.0.2.9/24', '192.0.2.1', '192.0.3.0'],
    ['2001:db8::/32', '2001:db8:ffff::1', '2001:db9::1'],
    ['2001:db8::1', '2001:db8::1', '2001:db8::2'],
    ['::ffff:192.0.2.0/120', '192.0.2.7', '192.0.3.7'],
    ['192.0.2.0/24', '::ffff:192.0.2.7', '::ffff:192.0.3.7'],
    ['loopback', '127.9.9.9', '128.0.0.1'],
    ['loopback', '::1', '::2'],
    ['linklocal', '169.254.1.1', '169.255.1.1'],
    ['linklocal', 'fe80::1', 'fec0::1'],
    ['uniquelocal', '172.31.255.255', '172.32.0.0'],
    ['uniquelocal', 'fd00::1', 'fe00::1'],
  ])('%s includes %s and not %s', (entry, within, without) => {
    expect(trusts([entry], within)).toBe(true);
    expect(trusts([entry], without)).toBe(false);
  });

  it.each([
    '10.0.0.0/33',
    '10.0.0.0/0',
    '::/0',
    '::ffff:0:0/96',
    '10.0.0/8',
    '10.0.0.1:80',
    '[::1]',
    'constructor',
    'proxy.example',
    '',
    7,
  ])('refuse %j, naming the entry', (entry) => {
    // As a program without types would write it.
    const trustedProxies = ['loopback', entry as string];
    expect(() => resolveCallerOptions({ trustedProxies })).toThrow(InvalidOptionError);
    expect(() => resolveCallerOptions({ trustedProxies })).toThrow(
      'caller.trustedProxies[1]: expected an address',
    );
  });
});

it.each<[CallerOptions, string]>([
  // As programs without types would write them.
  [{ trustedProxies: 'loopback' as unknown as string[] }, 'caller.trustedProxies: expected an array'],
  [{ ipv6Prefix: 31 }, 'caller.ipv6Prefix: expected a whole number from 32 to 128, received 31'],
  [{ ipv6Prefix: 129 }, 'caller.ipv6Prefix: expected a whole number from 32 to 128, received 129'],
  [{ user: 'sub' as unknown as () => string }, 'caller.user: expected a function'],
  [{ tenant: true as unknown as () => string }, 'caller.tenant: expected a function'],
])('nonsense is refused: %j', (options, message) => {
  expect(() => resolveCallerOptions(options)).toThrow(message);
});
