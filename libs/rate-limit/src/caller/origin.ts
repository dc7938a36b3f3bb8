import { carrierOf, readPath } from '@hydrogenai/common';
import type { ExecutionContext } from '@nestjs/common';
import type { ClientIpInput } from './client-ip.policy.js';

export type Hops = Omit<ClientIpInput, 'isTrusted'>;

/** What authentication has left with the call. Messages carry no principal of their own: a payload proves nothing. */
export function principalOf(context: ExecutionContext): unknown {
  const carrier = carrierOf(context);
  switch (carrier.kind) {
    case 'http':
      return readPath(carrier.request, 'user');
    case 'graphql':
      return readPath(carrier.request, 'user') ?? readPath(carrier.request, 'extra', 'user');
    case 'ws':
      return (
        readPath(carrier.client, 'user') ??
        readPath(carrier.client, 'data', 'user') ??
        readPath(carrier.client, 'request', 'user')
      );
    case 'rpc':
    case 'other':
      return undefined;
    default:
      return carrier satisfies never;
  }
}

/** The way that the call has come. */
export function hopsOf(context: ExecutionContext): Hops {
  const carrier = carrierOf(context);
  switch (carrier.kind) {
    case 'http':
      return hopsOfRequest(carrier.request);
    case 'graphql':
      // A subscription of graphql-ws keeps the request of its handshake in `extra`.
      return hopsOfRequest(readPath(carrier.request, 'extra', 'request') ?? carrier.request);
    case 'ws':
      return hopsOfSocket(carrier.client);
    case 'rpc':
      return { peer: addressOfTcp(carrier.context), forwardedFor: undefined };
    case 'other':
      return { peer: undefined, forwardedFor: undefined };
    default:
      return carrier satisfies never;
  }
}

/** Of Node, and of Fastify, which keeps Node's request in `raw`. Express's and Fastify's own `ip` are not used: they trust by other rules. */
function hopsOfRequest(request: unknown): Hops {
  return {
    peer: text(readPath(readPath(request, 'raw') ?? request, 'socket', 'remoteAddress')),
    forwardedFor: list(readPath(request, 'headers', 'x-forwarded-for')),
  };
}

/** Of socket.io, which keeps the request of the handshake, and of ws, whose sockets know only their connection. */
function hopsOfSocket(client: unknown): Hops {
  return {
    peer: text(
      readPath(client, 'handshake', 'address') ??
        readPath(client, '_socket', 'remoteAddress') ??
        readPath(client, 'request', 'socket', 'remoteAddress'),
    ),
    forwardedFor: list(readPath(client, 'request', 'headers', 'x-forwarded-for')),
  };
}

function addressOfTcp(context: unknown): string | undefined {
  const getSocketRef = readPath(context, 'getSocketRef');
  if (typeof getSocketRef !== 'function') return undefined;
  const socket: unknown = Reflect.apply(getSocketRef, context, []);
  return text(readPath(socket, 'netSocket', 'remoteAddress'));
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function list(value: unknown): Hops['forwardedFor'] {
  return typeof value === 'string' ||
    (Array.isArray(value) && value.every((part) => typeof part === 'string'))
    ? value
    : undefined;
}
