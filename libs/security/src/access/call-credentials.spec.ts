import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { describe, expect, it } from 'vitest';
import { credentialsOf } from './call-credentials.js';

/** Objects as frameworks and transports build them; those that are part of this repository's tests have e2e tests, too. */
function headerOf(type: string, ...args: unknown[]): string | undefined {
  const context = new ExecutionContextHost(args);
  context.setType(type);
  return credentialsOf(context).header('x-api-key');
}
const headers = { 'x-api-key': 'k' };

describe('a header of a call', () => {
  it.each<[string, string, unknown[]]>([
    ['HTTP', 'http', [{ headers }, {}]],
    ['GraphQL over HTTP', 'graphql', [{}, {}, { req: { headers } }, {}]],
    ['a subscription of graphql-ws', 'graphql', [{}, {}, { req: { extra: { request: { headers } } } }, {}]],
    ['Mercurius', 'graphql', [{}, {}, { reply: { request: { headers } } }, {}]],
    ['socket.io', 'ws', [{ handshake: { headers } }, {}]],
    ['a socket with its request', 'ws', [{ request: { headers } }, {}]],
    ['gRPC', 'rpc', [{}, { getMap: () => ({}), get: (name: string) => (name === 'x-api-key' ? ['k'] : []) }]],
    ['NATS', 'rpc', [{}, { getHeaders: () => new Map([['x-api-key', 'k']]) }]],
    ['RabbitMQ', 'rpc', [{}, { getMessage: () => ({ properties: { headers } }) }]],
    ['Kafka', 'rpc', [{}, { getMessage: () => ({ headers: { 'x-api-key': Buffer.from('k') } }) }]],
    ['MQTT', 'rpc', [{}, { getPacket: () => ({ properties: { userProperties: headers } }) }]],
  ])('of %s is read', (_, type, args) => {
    expect(headerOf(type, ...args)).toBe('k');
  });

  it.each<[string, string, unknown[]]>([
    ['that is missing', 'http', [{ headers: {} }, {}]],
    ['without a request', 'http', []],
    ['that is there twice', 'http', [{ headers: { 'x-api-key': ['a', 'b'] } }, {}]],
    ['that is empty', 'http', [{ headers: { 'x-api-key': '' } }, {}]],
    ['of TCP, whose payload proves nothing', 'rpc', [headers, { getSocketRef: () => ({}) }]],
    ['of gRPC with two values', 'rpc', [{}, { getMap: () => ({}), get: () => ['a', 'b'] }]],
    ['of another transport', 'carrier pigeon', [{ headers }]],
  ])('%s is none', (_, type, args) => {
    expect(headerOf(type, ...args)).toBeUndefined();
  });
});
