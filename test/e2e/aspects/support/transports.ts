import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Scope, type INestApplication } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import {
  ClientProxyFactory,
  Transport,
  type ClientProxy,
  type MicroserviceOptions,
} from '@nestjs/microservices';
import { WsAdapter } from '@nestjs/platform-ws';
import { finalize, lastValueFrom, type Observable } from 'rxjs';
import { freePort } from '../../../support/free-port.js';
import type { Answer } from '../../rate-limit/transports/support/drivers.js';
import { createHttpApp, query } from '../../rate-limit/transports/support/http-drivers.js';
import { askGateway } from '../../rate-limit/transports/support/socket-drivers.js';
import { tableModule } from './app.js';
import {
  RoleGuard,
  eventHandlers,
  gatewayHandlers,
  graphqlHandlers,
  httpHandlers,
  messageHandlers,
} from './handlers.js';
import type { Place } from './place.js';
import type { StartPlace } from './places.js';
import { Runs } from './worker.js';

interface GraphqlBody {
  readonly data: Readonly<Record<string, string>> | null;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

/** A place on HTTP, where requests may be refused before the handler. */
export interface HttpPlace extends Place {
  /** Status of a request that a pipe refuses, and of one that a guard refuses. */
  refused(method: string): Promise<readonly [pipe: number, guard: number]>;
}

export async function onHttp(
  platform: 'express' | 'fastify',
  scope: Scope,
  ...[name, cells]: Parameters<StartPlace>
): Promise<HttpPlace> {
  const module = tableModule({ controllers: [httpHandlers(scope)(name, cells)], providers: [RoleGuard] });
  const app = await createHttpApp(module, platform);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const get = (path: string, role = 'reader'): Promise<Response> =>
    fetch(`${url}/${path}`, { headers: { role } });
  const call = async (method: string, arg: string): Promise<string> => {
    const response = await get(`${method}/${arg}?n=1`);
    const text = await response.text();
    if (response.ok) return text;
    return response.status === 429 ? 'limited' : 'failed';
  };
  const refused = async (method: string) =>
    [(await get(`${method}/a?n=x`)).status, (await get(`${method}/a?n=1`, 'stranger')).status] as const;
  return { ...placeOf(app, call), refused };
}

export const onGraphql: StartPlace = async (name, cells) => {
  const graphql = GraphQLModule.forRoot<ApolloDriverConfig>({ driver: ApolloDriver, autoSchemaFile: true });
  const module = tableModule({ imports: [graphql], providers: [graphqlHandlers(name, cells)] });
  const app = await createHttpApp(module, 'express');
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return placeOf(app, async (method, arg) => {
    const response = await query(url, `{ ${method}(arg: "${arg}") }`);
    // What the GraphQL specification says of a response.
    const { data, errors } = (await response.json()) as GraphqlBody;
    if (errors === undefined) return data?.[method];
    return errors[0]?.extensions.code === 'RATE_LIMITED' ? 'limited' : 'failed';
  });
};

export const onWebSocket: StartPlace = async (name, cells) => {
  const app = await createHttpApp(tableModule({ providers: [gatewayHandlers(name, cells)] }), 'express');
  app.useWebSocketAdapter(new WsAdapter(app));
  await app.listen(0, '127.0.0.1');
  const url = `${(await app.getUrl()).replace('http', 'ws')}/table`;
  return placeOf(app, async (method, arg) => answerText(await askGateway(url, method, {}, arg)));
};

export const onMessages: StartPlace = async (name, cells) => {
  const { app, client } = await startTcp({ controllers: [messageHandlers(name, cells)] });
  const call = async (method: string, arg: string): Promise<string> => {
    const answer = await lastValueFrom(client.send<string>(method, arg)).then(
      (value): Answer => ({ admitted: true, value }),
      (error: unknown): Answer => ({ admitted: false, error }),
    );
    return answerText(answer);
  };
  return placeOf(app, call, client);
};

/** Nobody is answered; a call has ended when its handler has. */
export const onEvents: StartPlace = async (name, cells) => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let ended = { promise, resolve };
  const interceptor = {
    intercept: (_context: unknown, next: { handle(): Observable<unknown> }) =>
      next.handle().pipe(finalize(() => ended.resolve())),
  };
  const { app, client } = await startTcp({
    controllers: [eventHandlers(name, cells)],
    providers: [{ provide: APP_INTERCEPTOR, useValue: interceptor }],
  });
  const call = async (method: string, arg: string): Promise<undefined> => {
    ended = Promise.withResolvers<void>();
    await lastValueFrom(client.emit(method, arg), { defaultValue: undefined });
    await ended.promise;
  };
  return placeOf(app, call, client);
};

/** In a hybrid application, which is also one of HTTP. */
async function startTcp(
  metadata: Parameters<typeof tableModule>[0],
): Promise<{ app: INestApplication; client: ClientProxy }> {
  const address = { host: '127.0.0.1', port: await freePort() };
  const app = await createHttpApp(tableModule(metadata), 'express');
  app.connectMicroservice<MicroserviceOptions>(
    { transport: Transport.TCP, options: address },
    { inheritAppConfig: true },
  );
  await app.startAllMicroservices();
  await app.init();
  return { app, client: ClientProxyFactory.create({ transport: Transport.TCP, options: address }) };
}

function placeOf(app: INestApplication, call: Place['call'], client?: ClientProxy): Place {
  return {
    runs: app.get(Runs),
    call,
    async [Symbol.asyncDispose]() {
      client?.close();
      await app.close();
    },
  };
}

function answerText(answer: Answer): string {
  if (answer.admitted) return String(answer.value);
  const { error } = answer;
  const limited =
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'RATE_LIMITED';
  return limited ? 'limited' : 'failed';
}
