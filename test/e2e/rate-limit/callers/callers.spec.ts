import { runInContext, type RequestContext } from '@hydrogenai/common';
import { CallerResolver, type CallerOptions } from '@hydrogenai/rate-limit';
import type { ExecutionContext, INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClientProxyFactory, Transport, type MicroserviceOptions } from '@nestjs/microservices';
import { WsAdapter } from '@nestjs/platform-ws';
import type { IncomingMessage } from 'node:http';
import { lastValueFrom } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../../../support/free-port.js';
import { query } from '../transports/support/http-drivers.js';
import { askGateway } from '../transports/support/socket-drivers.js';
import { Whoami, whoamiModule } from './support/whoami.js';

let app: INestApplication | undefined;

afterEach(async () => {
  await app?.close();
  app = undefined;
});

interface Setup {
  readonly caller?: CallerOptions;
  /** What authentication does with the request. */
  readonly authenticate?: (request: IncomingMessage & { user?: unknown }) => void;
  readonly context?: RequestContext;
}

/** HTTP, GraphQL, WebSocket and TCP in one application. */
async function start({ caller, authenticate, context }: Setup = {}) {
  app = await NestFactory.create(whoamiModule(caller), { logger: false, abortOnError: false });
  app.use((request: IncomingMessage, _response: unknown, next: () => void) => {
    authenticate?.(request);
    if (context) runInContext(context, next);
    else next();
  });
  app.useWebSocketAdapter(new WsAdapter(app));
  const address = { host: '127.0.0.1', port: await freePort() };
  app.connectMicroservice<MicroserviceOptions>(
    { transport: Transport.TCP, options: address },
    { inheritAppConfig: true },
  );
  await app.startAllMicroservices();
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return {
    get: async (path: string, headers: Record<string, string> = {}) => {
      const response = await fetch(`${url}/${path}`, { headers });
      return { status: response.status, text: await response.text() };
    },
    graphql: async () => (await query(url, '{ keys }')).json(),
    ws: async (headers: Record<string, string> = {}) =>
      askGateway(url.replace('http', 'ws'), 'keys', headers),
    tcp: async () => {
      const client = ClientProxyFactory.create({ transport: Transport.TCP, options: address });
      try {
        return await lastValueFrom(client.send<string>('keys', { user: 'mallory', tenant: 'mallory' }));
      } finally {
        client.close();
      }
    },
  };
}

const anonymous = 'ip:127.0.0.1 | nobody | ip:127.0.0.1';

describe('the caller deep below a handler', () => {
  it('is known by its address on every transport, and never by a payload', async () => {
    const { get, graphql, ws, tcp } = await start();
    expect((await get('keys')).text).toBe(anonymous);
    expect(await graphql()).toEqual({ data: { keys: anonymous } });
    expect(await ws()).toEqual({ admitted: true, value: anonymous });
    expect(await tcp()).toBe(anonymous);
  });

  it('is known to what a handler does only when it is subscribed', async () => {
    const { get } = await start({ authenticate: (request) => (request.user = 'ann') });
    expect((await get('observable/keys')).text).toBe('user:ann | nobody | ip:127.0.0.1');
  });

  it('is the user that authentication has left on the request', async () => {
    const { get, graphql } = await start({
      authenticate: (request) => (request.user = { sub: 'ann', tenantId: 7 }),
    });
    expect((await get('keys')).text).toBe('user:ann | tenant:7 | ip:127.0.0.1');
    expect(await graphql()).toEqual({ data: { keys: 'user:ann | tenant:7 | ip:127.0.0.1' } });
  });

  it('is the user of the socket, and its address is behind a proxy when the gateway has kept the request', async () => {
    const { ws } = await start({ caller: { trustedProxies: ['loopback'] } });
    const forwarded = { 'x-forwarded-for': '203.0.113.7' };
    expect(await ws({ ...forwarded, 'x-user': 'bob' })).toMatchObject({
      value: 'user:bob | nobody | ip:203.0.113.7',
    });
    expect(await ws(forwarded)).toMatchObject({ value: anonymous });
  });

  it('is that of the request context before that of the request', async () => {
    const { get } = await start({
      authenticate: (request) => (request.user = { id: 'ann', tenant: 'old' }),
      context: { correlationId: 'c', user: 'carol', tenant: 'acme' },
    });
    expect((await get('keys')).text).toBe('user:carol | tenant:acme | ip:127.0.0.1');
  });

  it('is what the options say, on every transport', async () => {
    const { get, tcp } = await start({
      authenticate: (request) => (request.user = 'ann'),
      caller: {
        user: (context: ExecutionContext) => (context.getType() === 'rpc' ? 'service' : undefined),
        tenant: (context: ExecutionContext) => `${context.getClass().name}.${context.getHandler().name}`,
      },
    });
    expect((await get('keys')).text).toBe('ip:127.0.0.1 | tenant:WhoamiController.keys | ip:127.0.0.1');
    expect(await tcp()).toBe('user:service | tenant:WhoamiController.keys | ip:127.0.0.1');
  });

  it('is nobody outside of a handler, except for what the request context says', async () => {
    await start();
    const whoami = app?.get(Whoami);
    expect(await whoami?.keys()).toBe('nobody | nobody | nobody');
    expect(await runInContext({ correlationId: 'c', user: 'ann' }, () => whoami?.keys())).toBe(
      'user:ann | nobody | nobody',
    );
    expect(app?.get(CallerResolver).current()).toMatchObject({
      user: undefined,
      tenant: undefined,
      ip: undefined,
    });
  });

  it('is not mixed up between requests that overlap', async () => {
    const { get } = await start({ authenticate: (request) => (request.user = request.headers['x-user']) });
    const users = Array.from({ length: 50 }, (_, index) => `user-${index}`);
    const answers = await Promise.all(users.map((user) => get('keys', { 'x-user': user })));
    expect(answers.map(({ text }) => text.split(' ')[0])).toEqual(users.map((user) => `user:${user}`));
  });
});

describe('limits by caller, on a service below the handler', () => {
  const authenticate: Setup['authenticate'] = (request) => (request.user = request.headers['x-user']);

  it('count each user apart, and the anonymous by address', async () => {
    const { get } = await start({ authenticate });
    expect((await get('user', { 'x-user': 'ann' })).status).toBe(200);
    expect((await get('user', { 'x-user': 'bob' })).status).toBe(200);
    expect((await get('user')).status).toBe(200);
    expect((await get('user', { 'x-user': 'ann' })).status).toBe(429);
    expect((await get('user')).status).toBe(429);
  });

  it('fail without a tenant instead of sharing a bucket among strangers', async () => {
    const { get } = await start({ authenticate });
    const refused = await get('tenant', { 'x-user': 'ann' });
    expect(refused.status).toBe(500);
    expect(JSON.parse(refused.text)).toMatchObject({
      code: 'RATE_LIMIT_KEY_INVALID',
      message: expect.stringMatching(/^The limit "tenant" counts by tenant, but this call has no tenant\./),
    });
  });

  it('know the caller of a stream, which is pulled outside of its handler', async () => {
    const { get } = await start({ authenticate });
    expect((await get('stream', { 'x-user': 'ann' })).status).toBe(200);
    expect((await get('stream', { 'x-user': 'bob' })).status).toBe(200);
    expect((await get('stream', { 'x-user': 'ann' })).status).toBe(429);
  });
});
