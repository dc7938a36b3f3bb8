import ipaddr from 'ipaddr.js';

export type IpAddress = ipaddr.IPv4 | ipaddr.IPv6;

/** Longest text that can be an address: a mapped one of 45 characters, brackets, a port and a zone id of 15. */
const LONGEST_TEXT = 70;

const WITH_PORT = /^(?:\[([^\]]*)\]|([\d.]+))(?::\d{1,5})?$/;
const ZONE_ID = /%.*$/;

/**
 * Reads one address the way sockets and proxies write it: `192.0.2.1`, `192.0.2.1:8080`, `2001:db8::1`,
 * `[2001:db8::1]:8080`, `fe80::1%eth0`, `::ffff:192.0.2.1` (which is the IPv4 address), also in double quotes.
 * `undefined` for anything else. The old spellings of IPv4 (`127.1`, octal, hexadecimal) are none: parsers disagree on them.
 */
export function parseIp(text: unknown): IpAddress | undefined {
  if (typeof text !== 'string' || text.length > LONGEST_TEXT) return undefined;
  const unquoted = text.trim().replace(/^"(.*)"$/, '$1');
  const [, bracketed, dotted] = WITH_PORT.exec(unquoted) ?? [];
  const bare = (bracketed ?? dotted ?? unquoted).replace(ZONE_ID, '');
  return bracketed === undefined && ipaddr.IPv4.isValidFourPartDecimal(bare)
    ? ipaddr.IPv4.parse(bare)
    : parseIpv6(bare);
}

function parseIpv6(text: string): IpAddress | undefined {
  if (!text.includes(':') || !ipaddr.IPv6.isValid(text)) return undefined;
  const address = ipaddr.IPv6.parse(text);
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

/**
 * The part of an address that tells callers apart: all of an IPv4 address, the first `ipv6Prefix` bits of an IPv6
 * address, for one household or server has at least a /64 (RFC 6177) and could change its address with every call.
 */
export function networkOf(address: IpAddress, ipv6Prefix: number): string {
  if (address instanceof ipaddr.IPv4) return address.toString();
  const parts = address.parts.map((part, index) => {
    const bits = Math.min(Math.max(ipv6Prefix - index * 16, 0), 16);
    return part & (0xffff << (16 - bits)) & 0xffff;
  });
  return `${new ipaddr.IPv6(parts).toRFC5952String()}/${ipv6Prefix}`;
}
