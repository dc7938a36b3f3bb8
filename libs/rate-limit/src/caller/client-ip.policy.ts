import { parseIp, type IpAddress } from './ip-address.js';

export interface ClientIpInput {
  /** Address of the other end of the connection. */
  readonly peer: string | undefined;
  /** `X-Forwarded-For`: each proxy appends the address that it was called from, so only the right end is certain. */
  readonly forwardedFor: string | readonly string[] | undefined;
  readonly isTrusted: (address: IpAddress) => boolean;
}

/** Longer chains of trusted proxies do not exist; a caller that sends a long list must not cost more than a short one. */
const MOST_HOPS = 32;

/**
 * The address of the client: the nearest one that is not a trusted proxy, from the connection backwards. What stands
 * left of it was written by a stranger and is never read. An entry that is no address ends the way at the hop before it.
 * `undefined` only for a connection without an address.
 */
export function clientIp({ peer, forwardedFor, isTrusted }: ClientIpInput): IpAddress | undefined {
  let believed = parseIp(peer);
  if (believed === undefined || !isTrusted(believed)) return believed;
  for (const entry of fromTheRight(forwardedFor)) {
    const hop = parseIp(entry);
    if (hop === undefined) return believed;
    believed = hop;
    if (!isTrusted(hop)) return hop;
  }
  return believed;
}

/** The entries of a list, last first, without the empty ones (RFC 9110, section 5.6.1.2). */
function* fromTheRight(list: ClientIpInput['forwardedFor']): Generator<string, void, undefined> {
  const text = typeof list === 'string' ? list : (list ?? []).join(',');
  let end = text.length;
  for (let hop = 0; hop < MOST_HOPS && end >= 0; hop++) {
    const comma = end === 0 ? -1 : text.lastIndexOf(',', end - 1);
    const entry = text.slice(comma + 1, end).trim();
    if (entry !== '') yield entry;
    end = comma;
  }
}
