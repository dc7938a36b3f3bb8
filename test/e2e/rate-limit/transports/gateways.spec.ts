import { RateLimited, RateLimitExceededError, type RateLimitModuleOptions } from '@hydrogenai/rate-limit';
import {
  Catch,
  UseFilters,
  type ArgumentsHost,
  type ExceptionFilter,
  type INestApplication,
  type Type,
} from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import { SubscribeMessage, WebSocketGateway, WsException } from '@nestjs/websockets';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpApp, transportsModule } from './support/http-drivers.js';
import { askGateway } from './support/socket-drivers.js';

@Catch(RateLimitExceededError)
class GatewayFilter implements ExceptionFilter {
  catch(error: RateLimitExceededError, host: ArgumentsHost): void {
    const client = host.switchToWs().getClient<{ send(text: string): void }>();
    client.send(JSON.stringify({ event: 'exception', data: `own: ${error.code}` }));
  }
}

@Catch(WsException)
class OtherGatewayFilter implements ExceptionFilter {
  catch(error: WsException, host: ArgumentsHost): void {
    const client = host.switchToWs().getClient<{ send(text: string): void }>();
    client.send(JSON.stringify({ event: 'exception', data: { wrapped: error.getError() } }));
  }
}

class Limited {
  @SubscribeMessage('once')
  @RateLimited({ name: 'gateway', limit: 1, per: '1h' })
  async once(): Promise<{ event: string; data: string }> {
    return { event: 'answer', data: 'done' };
  }
}

@WebSocketGateway({ path: '/class' })
@UseFilters(GatewayFilter)
class FilteredGateway extends Limited {}

@WebSocketGateway({ path: '/instance' })
@UseFilters(new GatewayFilter())
class InstanceFilteredGateway extends Limited {}

@WebSocketGateway({ path: '/other' })
@UseFilters(OtherGatewayFilter)
class OtherFilteredGateway extends Limited {}

@WebSocketGateway({ path: '/plain' })
class PlainGateway extends Limited {}

let app: INestApplication | undefined;

afterEach(async () => {
  await app?.close();
  app = undefined;
});

async function start(gateways: Type[], options?: RateLimitModuleOptions): Promise<string> {
  app = await createHttpApp(transportsModule({ providers: gateways }, options), 'express');
  app.useWebSocketAdapter(new WsAdapter(app));
  await app.listen(0, '127.0.0.1');
  return (await app.getUrl()).replace('http', 'ws');
}

describe('a gateway', () => {
  it.each<[string, Type, unknown]>([
    ['class', FilteredGateway, 'own: RATE_LIMITED'],
    ['instance', InstanceFilteredGateway, 'own: RATE_LIMITED'],
    [
      'other',
      OtherFilteredGateway,
      { wrapped: expect.objectContaining({ code: 'RATE_LIMITED', retryAfterMs: 3_600_000 }) },
    ],
  ])('with a filter of its own gets the error as that filter wants it: /%s', async (path, gateway, error) => {
    const url = await start([gateway]);
    expect(await askGateway(`${url}/${path}`, 'once')).toEqual({ admitted: true, value: 'done' });
    expect(await askGateway(`${url}/${path}`, 'once')).toEqual({ admitted: false, error });
  });

  it('gets Nest’s own answer with errorFilter: false', async () => {
    const url = await start([PlainGateway], { errorFilter: false });
    await askGateway(`${url}/plain`, 'once');
    expect(await askGateway(`${url}/plain`, 'once')).toMatchObject({
      error: { message: 'Internal server error' },
    });
  });
});
