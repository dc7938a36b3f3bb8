import { carrierOf, readPath } from '@hydrogenai/common';
import type { ExecutionContext } from '@nestjs/common';
import type { CallCredentials } from './identity.port.js';

export function credentialsOf(context: ExecutionContext): CallCredentials {
  return { context, header: (name) => textOf(rawHeader(context, name)) };
}

function rawHeader(context: ExecutionContext, name: string): unknown {
  const carrier = carrierOf(context);
  switch (carrier.kind) {
    case 'http':
      return readPath(carrier.request, 'headers', name);
    case 'graphql':
      // A subscription of graphql-ws keeps the request of its handshake in `extra`.
      return readPath(readPath(carrier.request, 'extra', 'request') ?? carrier.request, 'headers', name);
    case 'ws':
      // Of socket.io, and of adapters that keep the request with the socket.
      return readPath(
        readPath(carrier.client, 'handshake') ?? readPath(carrier.client, 'request'),
        'headers',
        name,
      );
    case 'rpc':
      return messageHeader(carrier.context, name);
    case 'other':
      return undefined;
    default:
      return carrier satisfies never;
  }
}

/** Metadata of gRPC, then the contexts of Nest's transports. TCP and Redis have no headers. */
function messageHeader(context: unknown, name: string): unknown {
  if (typeof readPath(context, 'getMap') === 'function') return call(context, 'get', name);
  const headers = call(context, 'getHeaders'); // NATS
  if (headers !== undefined) return call(headers, 'get', name);
  const message = call(context, 'getMessage') ?? call(context, 'getPacket');
  return (
    readPath(message, 'properties', 'headers', name) ?? // RabbitMQ
    readPath(message, 'properties', 'userProperties', name) ?? // MQTT
    readPath(message, 'headers', name) // Kafka
  );
}

function call(target: unknown, method: string, ...args: readonly string[]): unknown {
  const found = readPath(target, method);
  // What is foreign may be anything; only what can be called is.
  return typeof found === 'function' ? Reflect.apply(found, target, args) : undefined;
}

/** Kafka's values are bytes; gRPC has lists. Of several nobody knows which is meant. */
function textOf(value: unknown): string | undefined {
  const only: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  const text = Buffer.isBuffer(only) ? only.toString() : only;
  return typeof text === 'string' && text !== '' ? text : undefined;
}
