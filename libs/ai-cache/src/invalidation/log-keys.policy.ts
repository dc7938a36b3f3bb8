import { FORMAT } from '../entry/cache-key.policy.js';

/** Where the log of a tenant is: in the slot of the tenant's entries. */
export function logKey(prefix: string, tag: string): string {
  return `${prefix}:${FORMAT}:{${tag}}:invalidations`;
}

export function leasesKey(prefix: string): string {
  return `${prefix}:${FORMAT}:leases`;
}

/** Where every process hears of invalidations. */
export function sharedChannel(prefix: string): string {
  return `${prefix}:${FORMAT}:invalidated`;
}

/** Where one process hears its pings and the confirmations of others. */
export function ownChannel(prefix: string, process: string): string {
  return `${prefix}:${FORMAT}:process:${process}`;
}
