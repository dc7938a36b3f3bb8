import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Problem } from './problem.types.js';
import type { Wire } from './wire.types.js';

/** The key as the wire carries it; Anthropic also takes OAuth tokens as bearer. */
export function apiKeyOf(wire: Wire, headers: IncomingHttpHeaders): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (wire !== 'anthropic') return bearer;
  const header = headers['x-api-key'];
  return (typeof header === 'string' && header !== '' ? header : undefined) ?? bearer;
}

/** Why a request may not be served, if so. */
export function keyProblem(
  wire: Wire,
  headers: IncomingHttpHeaders,
  accepted: readonly string[] | undefined,
): Problem | undefined {
  const key = apiKeyOf(wire, headers);
  if (key === undefined) {
    const malformed = wire !== 'anthropic' && headers.authorization !== undefined;
    return { kind: malformed ? 'invalidKey' : 'missingKey' };
  }
  if (accepted && !accepted.includes(key)) return { kind: 'invalidKey' };
  return wire === 'anthropic' && headers['anthropic-version'] === undefined
    ? { kind: 'missingHeader', header: 'anthropic-version' }
    : undefined;
}

/** Tells keys apart without keeping them. */
export function keyTag(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 8);
}
