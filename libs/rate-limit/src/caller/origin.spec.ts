import type { ExecutionContext } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host.js';
import { describe, expect, it } from 'vitest';
import { hopsOf, principalOf } from './origin.js';

/** Objects as frameworks build them that are no part of this repository; those that are have e2e tests. */
function contextOf(type: string, ...args: unknown[]): ExecutionContext {
  const context = new ExecutionContextHost(args);
  context.setType(type);
  return context;
}

const request = {
  user: 'ann',
  socket: { remoteAddress: '192.0.2.1' },
  headers: { 'x-forwarded-for': '203.0.113.7' },
};
const hops = { peer: '192.0.2.1', forwardedFor: '203.0.113.7' };
const nothing = { peer: undefined, forwardedFor: undefined };

describe('where a call comes from', () => {
  it.each([
    ['a resolver of Mercurius', contextOf('graphql', {}, {}, { reply: { request } }, {}), 'ann', hops],
    ['a reference resolver of a subgraph', contextOf('graphql', {}, { req: request }, {}), 'ann', hops],
    [
      'a subscription of graphql-ws',
      contextOf('graphql', {}, {}, { req: { extra: { request, user: 'bob' } } }, {}),
      'bob',
      hops,
    ],
    [
      'a socket of socket.io',
      contextOf('ws', { data: { user: 'carol' }, handshake: { address: '192.0.2.1' }, request }, {}),
      'carol',
      hops,
    ],
    ['a message without an address', contextOf('rpc', { user: 'mallory' }, {}), undefined, nothing],
    ['a transport that nobody knows', contextOf('telegram', request), undefined, nothing],
    ['an HTTP request without anything', contextOf('http', {}, {}), undefined, nothing],
    [
      'a header that is no text',
      contextOf('http', { ...request, headers: { 'x-forwarded-for': 7 } }),
      'ann',
      { ...hops, forwardedFor: undefined },
    ],
  ])('%s', (_, context, principal, way) => {
    expect(principalOf(context)).toBe(principal);
    expect(hopsOf(context)).toEqual(way);
  });
});
