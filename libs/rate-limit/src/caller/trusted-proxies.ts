import { InvalidOptionError } from '@hydrogenai/common';
import ipaddr from 'ipaddr.js';
import { parseIp, type IpAddress } from './ip-address.js';

type Network = readonly [address: IpAddress, bits: number];

/** RFC 6890 (special-purpose addresses), under the names that Express gives them. */
const NAMED_NETWORKS: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

const ACCEPTED =
  `an address, a network such as '10.0.0.0/8' (not all addresses: /0 would trust every caller), ` +
  `or 'loopback', 'linklocal', 'uniquelocal'`;

/**
 * Compiles a list of proxies into a question.
 * @throws InvalidOptionError naming the entry.
 */
export function trustedProxies(entries: readonly string[], field: string): (address: IpAddress) => boolean {
  if (!Array.isArray(entries)) {
    throw new InvalidOptionError({
      field,
      accepted: `an array; each entry is ${ACCEPTED}`,
      received: entries,
    });
  }
  const networks = entries.flatMap((entry: unknown, index) => networksOf(entry, `${field}[${index}]`));
  return (address) =>
    networks.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));
}

function networksOf(entry: unknown, field: string): readonly Network[] {
  const texts =
    typeof entry === 'string' && Object.hasOwn(NAMED_NETWORKS, entry) ? NAMED_NETWORKS[entry] : [entry];
  return (texts ?? []).map((text) => {
    const network = parseNetwork(text);
    if (network === undefined) throw new InvalidOptionError({ field, accepted: ACCEPTED, received: entry });
    return network;
  });
}

const CIDR = /^([\da-f:.]+)(?:\/(\d{1,3}))?$/i;
/** Bits before the IPv4 address in an IPv4-mapped IPv6 address (RFC 4291, section 2.5.5.2). */
const MAPPED_BITS = 96;

function parseNetwork(text: unknown): Network | undefined {
  const [, plain, length] = (typeof text === 'string' && CIDR.exec(text)) || [];
  const address = parseIp(plain);
  if (plain === undefined || address === undefined || hasPort(plain)) return undefined;
  const isIpv4 = address instanceof ipaddr.IPv4;
  const most = isIpv4 ? 32 : 128;
  if (length === undefined) return [address, most];
  const bits = Number(length) - (isIpv4 && plain.includes(':') ? MAPPED_BITS : 0);
  return bits >= 1 && bits <= most ? [address, bits] : undefined;
}

function hasPort(plain: string): boolean {
  return /^\d+\.[\d.]*:/.test(plain);
}
