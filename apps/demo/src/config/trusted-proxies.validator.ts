import { isIP } from 'node:net';
import { ValidateBy } from 'class-validator';

const NAMED_NETWORKS: ReadonlySet<unknown> = new Set(['loopback', 'linklocal', 'uniquelocal']);
const CIDR = /^([\da-f:.]+)(?:\/(\d{1,3}))?$/i;

/** Accepts what the option `trustedProxies` of the limits takes, so that a wrong entry is found with all other mistakes. */
export function IsTrustedProxies(): PropertyDecorator {
  return ValidateBy({
    name: 'isTrustedProxies',
    validator: {
      validate: (entries: unknown) => Array.isArray(entries) && entries.every(isTrustedProxy),
      defaultMessage: () =>
        'The value must be a list of addresses, networks such as 10.0.0.0/8, loopback, linklocal and uniquelocal.',
    },
  });
}

function isTrustedProxy(entry: unknown): boolean {
  if (NAMED_NETWORKS.has(entry)) return true;
  const [, address = '', bits] = (typeof entry === 'string' && CIDR.exec(entry)) || [];
  const family = isIP(address);
  if (family === 0 || bits === undefined) return family !== 0;
  // A network of all addresses would believe every caller.
  return Number(bits) >= 1 && Number(bits) <= (family === 4 ? 32 : 128);
}
