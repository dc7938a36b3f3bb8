import type { RateLimitModuleOptions } from '@hydrogenai/rate-limit';
import { NestFactory } from '@nestjs/core';
import { ClientProxyFactory, Transport, type MicroserviceOptions } from '@nestjs/microservices';
import { WsAdapter } from '@nestjs/platform-ws';
import { once } from 'node:events';
import { lastValueFrom } from 'rxjs';
import { freePort } from '../../../../support/free-port.js';
import type { Answer, Driver } from './drivers.js';
import { DecoratedGateway, GuardedGateway } from './gateway-handlers.js';
import { createHttpApp, transportsModule } from './http-drivers.js';
import { Journal } from './journal.js';
import { DecoratedMessages, GuardedMessages } from './message-handlers.js';

export async function startWs(options?: RateLimitModuleOptions): Promise<Driver> {
  const module = transportsModule({ providers: [DecoratedGateway, GuardedGateway] }, options);
  const app = await createHttpApp(module, 'express');
  app.useWebSocketAdapter(new WsAdapter(app));
  await app.listen(0, '127.0.0.1');
  const url = (await app.getUrl()).replace('http', 'ws');
  return {
    journal: app.get(Journal),
    call: (handler) => askGateway(`${url}/${handler === 'guarded' ? 'guarded' : 'decorated'}`, handler),
    [Symbol.asyncDispose]: () => app.close(),
  };
}

export async function askGateway(
  url: string,
  event: string,
  headers: Record<string, string> = {},
  sent: unknown = {},
): Promise<Answer> {
  const socket = new WebSocket(url, { headers });
  await once(socket, 'open');
  const answered = once(socket, 'message');
  socket.send(JSON.stringify({ event, data: sent }));
  const [message] = await answered;
  socket.close();
  const { event: kind, data } = JSON.parse(String(message.data));
  return kind === 'exception' ? { admitted: false, error: data } : { admitted: true, value: data };
}

const messageControllers = [DecoratedMessages, GuardedMessages];

export async function startTcp(kind: 'message' | 'event', options?: RateLimitModuleOptions): Promise<Driver> {
  const address = { host: '127.0.0.1', port: await freePort() };
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(
    transportsModule({ controllers: messageControllers }, options),
    { transport: Transport.TCP, options: address, logger: false },
  );
  await app.listen();
  return tcpDriver(kind, address, app);
}

/** The same handlers in a hybrid application, which shares its enhancers with its microservices only if told so. */
export async function startHybrid(kind: 'message' | 'event'): Promise<Driver> {
  const address = { host: '127.0.0.1', port: await freePort() };
  const app = await createHttpApp(transportsModule({ controllers: messageControllers }), 'express');
  app.connectMicroservice<MicroserviceOptions>(
    { transport: Transport.TCP, options: address },
    { inheritAppConfig: true },
  );
  await app.startAllMicroservices();
  await app.init();
  return tcpDriver(kind, address, app);
}

interface Application {
  get(token: typeof Journal): Journal;
  close(): Promise<void>;
}

function tcpDriver(
  kind: 'message' | 'event',
  address: { readonly host: string; readonly port: number },
  app: Application,
): Driver {
  const client = ClientProxyFactory.create({ transport: Transport.TCP, options: address });
  const journal = app.get(Journal);
  const call = async (handler: string): Promise<Answer> => {
    try {
      return { admitted: true, value: await lastValueFrom(client.send(handler, {})) };
    } catch (error) {
      return { admitted: false, error };
    }
  };
  const emit = async (handler: string): Promise<Answer> => {
    const before = journal.entries.length;
    await lastValueFrom(client.emit(`${handler} event`, {}), { defaultValue: undefined });
    // Messages of one connection are handled in order, and the answer to this one comes after the event was.
    await call('shadow');
    const ran = journal.entries.slice(before).find((entry) => entry !== 'shadow');
    return ran === undefined
      ? { admitted: false, error: undefined }
      : { admitted: true, value: ran.replace(' event', '') };
  };
  return {
    journal,
    call: kind === 'event' ? emit : call,
    async [Symbol.asyncDispose]() {
      client.close();
      await app.close();
    },
  };
}
