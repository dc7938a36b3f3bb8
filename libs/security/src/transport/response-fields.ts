import { carrierOf, readPath } from '@hydrogenai/common';
import type { ArgumentsHost } from '@nestjs/common';

/** Sets a header on HTTP and on GraphQL over HTTP. Other transports have none, and what was sent stays as it is. */
export function setResponseHeader(host: ArgumentsHost, name: string, value: string): void {
  const carrier = carrierOf(host);
  if (carrier.kind === 'http' || carrier.kind === 'graphql') setHeader(carrier.response, name, value);
}

/** Node's response, which Express extends, or the reply of Fastify. */
export function setHeader(response: unknown, name: string, value: string): void {
  if (headersSent(response)) return;
  const set = readPath(response, 'setHeader') ?? readPath(response, 'header');
  if (typeof set === 'function') Reflect.apply(set, response, [name, value]);
}

export function getHeader(response: unknown, name: string): string | undefined {
  const get = readPath(response, 'getHeader');
  const value: unknown = typeof get === 'function' ? Reflect.apply(get, response, [name]) : undefined;
  return typeof value === 'string' ? value : undefined;
}

export function headersSent(response: unknown): boolean {
  return readPath(rawResponse(response), 'headersSent') === true;
}

/** Node's own response, which Fastify keeps in `raw`. */
export function rawResponse(response: unknown): unknown {
  return readPath(response, 'raw') ?? response;
}
