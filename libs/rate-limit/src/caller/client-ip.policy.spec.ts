import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientIp } from './client-ip.policy.js';
import { networkOf, parseIp } from './ip-address.js';
import { trustedProxies } from './trusted-proxies.js';

const nobody = trustedProxies([], 'proxies');
const inside = trustedProxies(['loopback', 'uniquelocal'], 'proxies');

function find(peer: string | undefined, forwardedFor?: string | string[], isTrusted = inside) {
  return clientIp({ peer, forwardedFor, isTrusted })?.toString();
}

describe('the address of a client', () => {
  it.each([
    ['no header', undefined, '10.0.0.1'],
    ['one hop', '203.0.113.7', '203.0.113.7'],
    ['trusted hops to the right are passed', '203.0.113.7, 10.0.0.9, 127.0.0.1', '203.0.113.7'],
    ['what is left of the client is its own invention', '1.1.1.1, 203.0.113.7, 10.0.0.9', '203.0.113.7'],
    ['only trusted hops: the farthest', '10.0.0.8, 10.0.0.9', '10.0.0.8'],
    ['ports', '203.0.113.7:4711', '203.0.113.7'],
    ['brackets and a port', '[2001:db8::7]:4711', '2001:db8::7'],
    ['quotes', '"[2001:db8::7]:4711"', '2001:db8::7'],
    ['a mapped address is the IPv4 address', '::ffff:203.0.113.7', '203.0.113.7'],
    ['a mapped address in hexadecimal, too', '::ffff:cb00:7107', '203.0.113.7'],
    ['a zone id belongs to one machine only', 'fe80::1%eth0.7', 'fe80::1'],
    ['empty entries are none', '203.0.113.7, , 10.0.0.9,', '203.0.113.7'],
    ['garbage ends the way at the hop before it', '203.0.113.7, unknown, 10.0.0.9', '10.0.0.9'],
    ['old spellings of IPv4 are garbage', '0177.0.0.1', '10.0.0.1'],
    ['short spellings of IPv4 are garbage', '127.1', '10.0.0.1'],
    ['a name is garbage', 'client.example', '10.0.0.1'],
    ['several fields are one list', ['203.0.113.7', '10.0.0.9'], '203.0.113.7'],
  ])('%s', (_, forwardedFor, expected) => {
    expect(find('10.0.0.1', forwardedFor)).toBe(expected);
  });

  it('is the connection’s whatever the header says when the connection is not a trusted proxy’s', () => {
    expect(find('198.51.100.1', '203.0.113.7')).toBe('198.51.100.1');
    expect(find('127.0.0.1', '203.0.113.7', nobody)).toBe('127.0.0.1');
  });

  it('is unknown for a connection without an address, even if a header offers one', () => {
    expect(find(undefined, '203.0.113.7')).toBeUndefined();
  });

  it('is found among 32 entries at most, so that a long list is not walked to its end', () => {
    const list = (hops: number) => `203.0.113.7,${Array.from({ length: hops }, () => '10.0.0.9').join(',')}`;
    expect(find('10.0.0.1', list(31))).toBe('203.0.113.7');
    expect(find('10.0.0.1', list(32))).toBe('10.0.0.9');
  });
});

const ipv4 = fc.ipV4();
const ipv6 = fc.ipV6();
const hop = fc.oneof(
  ipv4,
  ipv6,
  fc.string(),
  fc.constantFrom('', 'unknown', '"', '[', '%', '::ffff:1.2.3.4'),
);

describe('any header', () => {
  it('has no effect without trusted proxies', () => {
    fc.assert(
      fc.property(fc.oneof(ipv4, ipv6), fc.array(hop), (peer, hops) => {
        expect(find(peer, hops.join(','), nobody)).toBe(find(peer, undefined, nobody));
      }),
    );
  });

  it('never throws, and gives an address whenever the connection has one', () => {
    fc.assert(
      fc.property(fc.oneof(ipv4, ipv6), fc.array(hop), (peer, hops) => {
        expect(clientIp({ peer, forwardedFor: hops, isTrusted: () => true })).toBeDefined();
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => void parseIp(text)));
  });

  it('cannot move the client that a trusted proxy has appended', () => {
    fc.assert(
      fc.property(fc.array(hop), ipv6, (spoofed, client) => {
        const address = parseIp(client);
        fc.pre(address !== undefined && !inside(address));
        expect(find('10.0.0.1', [...spoofed, client].join(','))).toBe(address?.toString());
      }),
    );
  });
});

describe('the network of an address', () => {
  const keyOf = (text: string, prefix: number) => {
    const address = parseIp(text);
    return address && networkOf(address, prefix);
  };

  it('is all of an IPv4 address, and the first bits of an IPv6 address', () => {
    expect(keyOf('192.0.2.1', 32)).toBe('192.0.2.1');
    expect(keyOf('2001:db8:1:2:3:4:5:6', 64)).toBe('2001:db8:1:2::/64');
    expect(keyOf('2001:db8:1:2ff:3:4:5:6', 56)).toBe('2001:db8:1:200::/56');
    expect(keyOf('2001:db8:1:2::1', 128)).toBe('2001:db8:1:2::1/128');
  });

  it('is the same for all addresses with the same first bits, and another for a different bit', () => {
    const bits = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n });
    fc.assert(
      fc.property(bits, bits, fc.integer({ min: 32, max: 128 }), (one, noise, prefix) => {
        const hostBits = 128n - BigInt(prefix);
        const network = (one >> hostBits) << hostBits;
        const other = network | (noise & ((1n << hostBits) - 1n));
        fc.pre(!isMapped(one) && !isMapped(other) && !isMapped(network ^ (1n << hostBits)));
        expect(keyOf(spelled(other), prefix)).toBe(keyOf(spelled(one), prefix));
        expect(keyOf(spelled(network ^ (1n << hostBits)), prefix)).not.toBe(keyOf(spelled(one), prefix));
      }),
    );
  });

  it('does not depend on the spelling', () => {
    expect(keyOf('2001:DB8:0:0::0:1', 64)).toBe(keyOf('2001:db8::1', 64));
    expect(keyOf('fe80::1%eth0', 64)).toBe(keyOf('fe80::1', 64));
  });

  function spelled(bits: bigint): string {
    return bits.toString(16).padStart(32, '0').match(/.{4}/g)?.join(':') ?? '';
  }

  function isMapped(bits: bigint): boolean {
    return bits >> 32n === 0xffffn;
  }
});
