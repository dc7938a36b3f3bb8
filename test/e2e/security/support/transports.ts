import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { NestFactory } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { ClientProxyFactory, Transport, type MicroserviceOptions } from '@nestjs/microservices';
import { WsAdapter } from '@nestjs/platform-ws';
import type { AuditTrail, IdentityPort } from '@hydrogenai/security';
import { once } from 'node:events';
import { lastValueFrom } from 'rxjs';
import { freePort } from '../../../support/free-port.js';
import { ThingsGateway, ThingsMessages, ThingsResolver } from './handlers.js';
import { headersOf, identity, securedModule, type KEYS } from './secured.js';

export type Caller = keyof typeof KEYS | undefined;

/** What came back: a value, or an error as the client sees it. */
export interface Answer {
  readonly value?: unknown;
  readonly error?: unknown;
}

export interface Driver extends AsyncDisposable {
  readonly app: { get(token: typeof AuditTrail): AuditTrail };
  call(handler: string, who: Caller): Promise<Answer>;
}

const QUIET = { logger: false, abortOnError: false } as const;

export async function startGraphql(): Promise<Driver> {
  const graphql = GraphQLModule.forRoot<ApolloDriverConfig>({
    driver: ApolloDriver,
    autoSchemaFile: true,
    includeStacktraceInErrorResponses: false,
  });
  const app = await NestFactory.create(
    securedModule({ imports: [graphql], providers: [ThingsResolver] }),
    QUIET,
  );
  await app.listen(0, '127.0.0.1');
  const url = `${await app.getUrl()}/graphql`;
  return {
    app,
    async call(handler, who) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headersOf(who) },
        body: JSON.stringify({ query: `{ ${handler} }` }),
      });
      // What the GraphQL specification says of a response.
      const { data, errors } = (await response.json()) as {
        data: Record<string, unknown> | null;
        errors?: { message: string; extensions: object; path: unknown; locations: unknown }[];
      };
      const [error] = errors ?? [];
      return error === undefined
        ? { value: data?.[handler] }
        : { error: { message: error.message, ...error.extensions } };
    },
    [Symbol.asyncDispose]: () => app.close(),
  };
}

export async function startWs(): Promise<Driver> {
  const app = await NestFactory.create(securedModule({ providers: [ThingsGateway] }), QUIET);
  app.useWebSocketAdapter(new WsAdapter(app));
  await app.listen(0, '127.0.0.1');
  const url = (await app.getUrl()).replace('http', 'ws');
  return {
    app,
    async call(event, who) {
      const socket = new WebSocket(url, { headers: headersOf(who) });
      await once(socket, 'open');
      const answered = once(socket, 'message');
      socket.send(JSON.stringify({ event, data: {} }));
      const [message] = await answered;
      socket.close();
      const { event: kind, data } = JSON.parse(String(message.data));
      return kind === 'exception' ? { error: data } : { value: data };
    },
    [Symbol.asyncDispose]: () => app.close(),
  };
}

/** TCP has no headers, so the application's own port reads the key from its messages. */
const fromMessages: IdentityPort = {
  roles: identity.roles,
  identify: ({ context }) => {
    const data: { readonly authorization?: string } = context.switchToRpc().getData();
    return identity.identify({
      context,
      header: (name) => (name === 'authorization' ? data.authorization : undefined),
    });
  },
};

export async function startTcp(): Promise<Driver> {
  const address = { host: '127.0.0.1', port: await freePort() };
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(
    securedModule({ controllers: [ThingsMessages] }, { identity: fromMessages }),
    { transport: Transport.TCP, options: address, logger: false },
  );
  await app.listen();
  return tcpDriver(address, app);
}

/** The same handlers in a hybrid application whose microservice does not inherit the application's guards. */
export async function startHybridAlone(): Promise<Driver> {
  const address = { host: '127.0.0.1', port: await freePort() };
  const app = await NestFactory.create(
    securedModule({ controllers: [ThingsMessages] }, { identity: fromMessages }),
    QUIET,
  );
  app.connectMicroservice<MicroserviceOptions>({ transport: Transport.TCP, options: address });
  await app.startAllMicroservices();
  await app.init();
  return tcpDriver(address, app);
}

function tcpDriver(
  address: { readonly host: string; readonly port: number },
  app: Driver['app'] & { close(): Promise<void> },
): Driver {
  const client = ClientProxyFactory.create({ transport: Transport.TCP, options: address });
  return {
    app,
    async call(handler, who) {
      try {
        return { value: await lastValueFrom(client.send(handler, headersOf(who))) };
      } catch (error) {
        return { error };
      }
    },
    async [Symbol.asyncDispose]() {
      client.close();
      await app.close();
    },
  };
}
