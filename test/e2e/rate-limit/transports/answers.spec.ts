import { generateCorrelationId, runInContext } from '@hydrogenai/common';
import { RateLimited, RateLimitExceededError, type RateLimitModuleOptions } from '@hydrogenai/rate-limit';
import {
  Catch,
  Controller,
  Get,
  Inject,
  Injectable,
  Res,
  UseFilters,
  type ArgumentsHost,
  type DynamicModule,
  type ExceptionFilter,
  type INestApplication,
  type LoggerService,
  type Type,
} from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { createServer } from 'node:net';
import type { ServerResponse } from 'node:http';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpApp, transportsModule } from './support/http-drivers.js';

const once1h = { limit: 1, per: '1h' } as const;
const CANARY = 'key-of-ann-4711';

@Injectable()
class Deep {
  @RateLimited({ name: 'deep', limit: 1, per: 1_500 })
  async work(): Promise<string> {
    return 'done';
  }
}

@Controller()
class AnswersController {
  constructor(@Inject(Deep) private readonly deep: Deep) {}

  @Get('once')
  @RateLimited({ name: 'once', ...once1h, key: () => CANARY })
  async once(): Promise<string> {
    return 'done';
  }

  @Get('deep')
  async inside(): Promise<string> {
    return this.deep.work();
  }

  @Get('costly')
  @RateLimited({ name: 'costly', ...once1h, cost: () => 2, key: () => CANARY })
  async costly(): Promise<string> {
    return 'done';
  }

  @Get('keyless')
  @RateLimited({ name: 'keyless', ...once1h, key: () => '' })
  async keyless(): Promise<string> {
    return 'done';
  }

  @Get('closed')
  @RateLimited({ name: 'closed', ...once1h, onStoreFailure: 'closed', key: () => CANARY })
  async closed(): Promise<string> {
    return 'done';
  }

  @Get('begun')
  async begun(@Res() response: ServerResponse): Promise<void> {
    response.write('begun ');
    await this.deep.work();
    response.end('and ended');
  }
}

@Controller()
class FlushedController {
  @Get('flushed')
  @RateLimited({ name: 'flushed', ...once1h })
  async flushed(@Res() response: ServerResponse & { raw?: ServerResponse }): Promise<void> {
    (response.raw ?? response).end('ended');
  }
}

@Catch(RateLimitExceededError)
class OwnFilter implements ExceptionFilter {
  catch(error: RateLimitExceededError, host: ArgumentsHost): void {
    host.switchToHttp().getResponse<ServerResponse>().writeHead(420).end(`own: ${error.code}`);
  }
}

@Catch()
class CatchAll implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const code = error instanceof RateLimitExceededError ? error.code : 'not ours';
    host.switchToHttp().getResponse<ServerResponse>().writeHead(418).end(`all: ${code}`);
  }
}

@Controller('own')
@UseFilters(OwnFilter)
class OwnFilterController extends AnswersController {}

const apps: INestApplication[] = [];

afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
});

interface Setup {
  readonly options?: RateLimitModuleOptions;
  readonly controllers?: Type[];
  readonly providers?: DynamicModule['providers'];
  readonly before?: (app: INestApplication) => void;
  readonly platform?: 'express' | 'fastify';
}

async function start({
  options,
  controllers = [AnswersController],
  providers = [],
  before,
  platform = 'express',
}: Setup = {}) {
  const module = transportsModule({ controllers, providers: [Deep, ...providers] }, options);
  const app = await createHttpApp(module, platform);
  apps.push(app);
  before?.(app);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return {
    url,
    get: async (path: string) => {
      const response = await fetch(`${url}/${path}`);
      return { status: response.status, text: await response.text(), headers: response.headers };
    },
  };
}

describe('the application’s own filters win', () => {
  it('over ours when they are bound to a controller', async () => {
    const { get } = await start({ controllers: [OwnFilterController] });
    await get('own/once');
    expect(await get('own/once')).toMatchObject({ status: 420, text: 'own: RATE_LIMITED' });
  });

  it('when they are global, for everything, and of the root module', async () => {
    const { get } = await start({ providers: [{ provide: APP_FILTER, useClass: CatchAll }] });
    await get('once');
    const refused = await get('once');
    expect(refused).toMatchObject({ status: 418, text: 'all: RATE_LIMITED' });
    expect(refused.headers.get('ratelimit')).toBe('"once";r=0;t=3600');
    expect(refused.headers.get('retry-after')).toBe('3600');
  });

  it('when they are added to the application', async () => {
    const { get } = await start({ before: (app) => app.useGlobalFilters(new OwnFilter()) });
    await get('once');
    expect(await get('once')).toMatchObject({ status: 420, text: 'own: RATE_LIMITED' });
  });

  it('and errorFilter: false leaves everything to them and to Nest', async () => {
    const { get } = await start({ options: { errorFilter: false } });
    await get('once');
    const refused = await get('once');
    expect(JSON.parse(refused.text)).toEqual({ statusCode: 500, message: 'Internal server error' });
    expect(refused.headers.get('retry-after')).toBe('3600');
  });
});

describe('answers without a filter of the application', () => {
  it('carry the correlation id of the request when there is one', async () => {
    const correlationId = generateCorrelationId();
    const { get } = await start({
      before: (app) =>
        app.use((_req: unknown, _res: unknown, next: () => void) => runInContext({ correlationId }, next)),
    });
    await get('once');
    expect(JSON.parse((await get('once')).text)).toMatchObject({ code: 'RATE_LIMITED', correlationId });
  });

  it('have Retry-After, but no figures, for a limit deep inside', async () => {
    const { get } = await start();
    expect((await get('deep')).headers.get('ratelimit')).toBeNull();
    const refused = await get('deep');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('2');
    expect(refused.headers.get('ratelimit')).toBeNull();
  });

  it('tell a cost that can never be admitted as 413, without a key', async () => {
    const { get } = await start();
    const refused = await get('costly');
    expect(refused.status).toBe(413);
    expect(JSON.parse(refused.text)).toMatchObject({ code: 'RATE_LIMIT_COST_TOO_HIGH', retryable: false });
    expect(refused.text).not.toContain(CANARY);
  });

  it('tell a missing key as 500, and log it, because it is a mistake of the program', async () => {
    const logged: unknown[] = [];
    const logger: LoggerService = {
      log: () => undefined,
      warn: () => undefined,
      error: (error) => logged.push(error),
    };
    const { get } = await start({ before: (app) => app.useLogger(logger) });
    const refused = await get('keyless');
    expect(refused.status).toBe(500);
    expect(JSON.parse(refused.text)).toMatchObject({ code: 'RATE_LIMIT_KEY_INVALID', retryable: false });
    expect(logged).toMatchObject([{ code: 'RATE_LIMIT_KEY_INVALID' }]);
  });

  it('tell a store that is away as 503, never as 429, and without a figure', async () => {
    const nobody = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(nobody, 'listening');
    const address = nobody.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    try {
      const { get } = await start({ options: { redis: { url: `redis://127.0.0.1:${port}` } } });
      const refused = await get('closed');
      expect(refused.status).toBe(503);
      expect(JSON.parse(refused.text)).toMatchObject({ code: 'RATE_LIMITER_UNAVAILABLE', retryable: true });
      expect(refused.headers.get('ratelimit')).toBeNull();
      expect(refused.text).not.toContain(CANARY);
    } finally {
      nobody.close();
    }
  });

  it('cannot change a response that has begun, and end it', async () => {
    const { get } = await start();
    expect(await get('begun')).toMatchObject({ status: 200, text: 'begun and ended' });
    expect(await get('begun')).toMatchObject({ status: 200, text: 'begun ' });
  });
});

it.each(['express', 'fastify'] as const)(
  'headers that are on their way already are left alone on %s',
  async (platform) => {
    const before = (app: INestApplication) =>
      app.use((_request: unknown, response: ServerResponse, next: () => void) => {
        response.flushHeaders();
        next();
      });
    const { get } = await start({ controllers: [FlushedController], before, platform });
    expect(await get('flushed')).toMatchObject({ status: 200, text: 'ended' });
  },
);
