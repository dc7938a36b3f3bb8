import { AiCacheModule, AiCacheService, CacheResponse, CacheResponseInterceptor } from '@hydrogenai/ai-cache';
import { InvalidOptionError, runInContext } from '@hydrogenai/common';
import { FakeClock } from '@hydrogenai/common/testing';
import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  HttpException,
  Param,
  Post,
  Query,
  Res,
  Sse,
  StreamableFile,
  type INestApplication,
} from '@nestjs/common';
import { APP_INTERCEPTOR, NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { of } from 'rxjs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

interface Reply {
  status(code: number): void;
  header(name: string, value: string): void;
  send(body: string): void;
}

class Money {
  constructor(readonly amount: number) {}
}

/** How often each handler ran. */
const runs = new Map<string, number>();
const run = (name: string): number => {
  runs.set(name, (runs.get(name) ?? 0) + 1);
  return runs.get(name) ?? 0;
};

@Controller('things')
class Things {
  @Get('slow')
  @CacheResponse()
  async slow() {
    await new Promise(setImmediate);
    return { run: run('slow') };
  }
  @Get('user')
  @CacheResponse({ shared: true, vary: ['user'] })
  user() {
    return { run: run('user') };
  }
  @Get('shared')
  @CacheResponse({ shared: true, vary: ['header:Accept-Language'] })
  shared() {
    return { run: run('shared') };
  }
  @Get('created')
  @HttpCode(203)
  @Header('x-static', 'yes')
  @CacheResponse()
  created() {
    return { run: run('created') };
  }
  @Get('text')
  @CacheResponse()
  text() {
    return `run ${run('text')}`;
  }
  @Get('error')
  @CacheResponse()
  error() {
    throw new HttpException({ run: run('error') }, 418);
  }
  @Get('file')
  @CacheResponse()
  file() {
    return new StreamableFile(Buffer.from(`run ${run('file')}`));
  }
  @Get('class')
  @CacheResponse()
  money() {
    return new Money(run('class'));
  }
  @Get('status')
  @CacheResponse()
  status(@Res({ passthrough: true }) reply: Reply) {
    reply.status(202);
    return { run: run('status') };
  }
  @Get('cookie')
  @CacheResponse()
  cookie(@Res({ passthrough: true }) reply: Reply) {
    reply.header('set-cookie', 'id=1');
    return { run: run('cookie') };
  }
  @Get('byhand')
  @CacheResponse()
  byHand(@Res() reply: Reply) {
    const body = `run ${run('byhand')}`;
    setImmediate(() => reply.send(body));
    return body;
  }
  @Sse('events')
  @CacheResponse()
  events() {
    return of({ data: run('events') });
  }
  @Post('post')
  @CacheResponse()
  post() {
    return { run: run('post') };
  }
  @Post('search')
  @CacheResponse({ methods: ['POST'] })
  search(@Body() body: unknown) {
    return { body, run: run('search') };
  }
  @Get('plain')
  plain() {
    return { run: run('plain') };
  }
  @Get('tagged/:id')
  @CacheResponse({
    ttl: '1m',
    namespace: 'tagged',
    tags: (context) => [`id:${context.switchToHttp().getRequest().params.id}`],
  })
  tagged(@Param('id') id: string, @Query() query: Record<string, string>) {
    return { id, query, at: new Date(5), run: run('tagged') };
  }
}

const clock = new FakeClock();

async function start(kind: 'express' | 'fastify'): Promise<INestApplication> {
  const module = {
    module: class AppModule {},
    imports: [AiCacheModule.forRoot({ clock })],
    controllers: [Things],
    // Twice, as it happens: the decorator brings it along, too.
    providers: [{ provide: APP_INTERCEPTOR, useClass: CacheResponseInterceptor }],
  };
  const app = await (kind === 'express'
    ? NestFactory.create(module, { logger: false })
    : NestFactory.create(module, new FastifyAdapter(), { logger: false }));
  app.use((request: { headers: Record<string, string> }, _: unknown, next: () => void) => {
    const { 'x-tenant': tenant, 'x-user': user } = request.headers;
    runInContext({ correlationId: 'c', ...(tenant && { tenant }), ...(user && { user }) }, next);
  });
  await app.listen(0, '127.0.0.1');
  return app;
}

describe.each(['express', 'fastify'] as const)('a response that is cached on %s', (kind) => {
  let app: INestApplication;
  beforeAll(async () => {
    app = await start(kind);
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    runs.clear();
    await app.get(AiCacheService).invalidate({ everything: true });
  });

  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${await app.getUrl()}/things/${path}`, init);
    const { headers, status } = response;
    return {
      status,
      headers,
      text: await response.text(),
      cache: headers.get('x-cache'),
      age: headers.get('age'),
    };
  };
  const twice = async (path: string, left: RequestInit = {}, right = left) => [
    await ask(path, left),
    await ask(path, right),
  ];
  const as = (headers: Record<string, string>): RequestInit => ({ headers });

  it('comes back equal, with its status, its static headers and its age', async () => {
    const [miss, hit] = await twice('created');
    expect(miss).toMatchObject({ status: 203, text: '{"run":1}', cache: 'miss', age: null });
    clock.advance(2_500);
    expect(hit).toMatchObject({ status: 203, text: '{"run":1}', cache: 'hit', age: '0' });
    expect(await ask('created')).toMatchObject({ cache: 'hit', age: '2' });
    for (const name of ['x-static', 'content-type', 'etag'])
      expect(hit?.headers.get(name)).toBe(miss?.headers.get(name));
    const texts = await twice('text');
    expect(texts.map(({ text, cache }) => [text, cache])).toEqual([
      ['run 1', 'miss'],
      ['run 1', 'hit'],
    ]);
  });

  it('is known by its parameters and its query, whatever the order of names', async () => {
    const paths = ['a?x=1&y=2', 'a?y=2&x=1', 'b?x=1&y=2', 'a?x=1', 'a?x=1&x=2', 'a?x=2&x=1', 'a?x=1%26y=2'];
    const caches = [];
    for (const path of paths) caches.push((await ask(`tagged/${path}`)).cache);
    expect(caches).toEqual(['miss', 'hit', 'miss', 'miss', 'miss', 'miss', 'miss']);
  });

  it('is made once for all who ask at once', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => ask('slow')));
    expect(new Set(all.map(({ text }) => text))).toEqual(new Set(['{"run":1}']));
  });

  it.each([
    ['tenants', { 'x-tenant': 'a' }, { 'x-tenant': 'b' }],
    ['a tenant and none', { 'x-tenant': 'c' }, {}],
    ['users', { 'x-user': 'a' }, { 'x-user': 'b' }],
    ['credentials', { authorization: 'Bearer a' }, { authorization: 'Bearer b' }],
    ['cookies', { cookie: 'a=1' }, { cookie: 'a=2' }],
  ])('is never shared between %s', async (_, left, right) => {
    const answers = [
      ...(await twice('created', as(left), as(right))),
      ...(await twice('created', as(left), as(right))),
    ];
    expect(answers.map(({ cache }) => cache)).toEqual(['miss', 'miss', 'hit', 'hit']);
    expect(answers.map(({ text }) => text)).toEqual(['{"run":1}', '{"run":2}', '{"run":1}', '{"run":2}']);
  });

  it('is shared by users where that is said, though never by tenants, and varies by what is named', async () => {
    const caches = [];
    for (const headers of [
      { 'accept-language': 'de', authorization: 'a' },
      { 'accept-language': 'de', authorization: 'b', 'x-user': 'u' },
      { 'accept-language': 'fr', authorization: 'a' },
      { 'accept-language': 'de', 'x-tenant': 't' },
    ])
      caches.push((await ask('shared', as(headers))).cache);
    expect(caches).toEqual(['miss', 'hit', 'miss', 'miss']);
    const users = [
      await twice('user', as({ 'x-user': 'a' })),
      await twice('user', as({ 'x-user': 'b' })),
      await twice('user'),
    ];
    // Without a user it is not known whose it is.
    expect(users.flat().map(({ cache }) => cache)).toEqual(['miss', 'hit', 'miss', 'hit', null, null]);
  });

  it.each(['error', 'file', 'class', 'status', 'cookie', 'byhand', 'events', 'post', 'plain'])(
    'is not the one of /%s',
    async (path) => {
      const init: RequestInit = path === 'post' ? { method: 'POST' } : {};
      const [first, second] = await twice(path, init);
      expect(runs.get(path)).toBe(2);
      expect(second?.status).toBe(first?.status);
      expect([first?.cache, second?.cache]).not.toContain('hit');
      expect([first?.text, second?.text]).toEqual([expect.stringMatching(/1/), expect.stringMatching(/2/)]);
    },
  );

  it('is nobody else’s file, also of those who ask at once', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => ask('file')));
    expect(all.map(({ text }) => text).sort()).toEqual(['run 1', 'run 2', 'run 3', 'run 4', 'run 5']);
  });

  it('may be that of another method, with the body in its key', async () => {
    const post = (q: string): RequestInit => ({
      method: 'POST',
      body: JSON.stringify({ q }),
      headers: { 'content-type': 'application/json' },
    });
    const answers = [...(await twice('search', post('a'))), await ask('search', post('b'))];
    expect(answers.map(({ cache, status }) => [cache, status])).toEqual([
      ['miss', 201],
      ['hit', 201],
      ['miss', 201],
    ]);
  });

  it('is gone with its tag, its namespace and its lifetime', async () => {
    const cache = app.get(AiCacheService);
    const first = await ask('tagged/7');
    expect(JSON.parse(first.text)).toEqual({ id: '7', query: {}, at: new Date(5).toISOString(), run: 1 });
    expect(await ask('tagged/7')).toMatchObject({ text: first.text, cache: 'hit' });
    await cache.invalidate({ tags: ['id:8'] });
    expect((await ask('tagged/7')).cache).toBe('hit');
    await cache.invalidate({ tags: ['id:7'] });
    expect((await ask('tagged/7')).cache).toBe('miss');
    await cache.invalidate({ namespace: 'tagged' });
    expect((await ask('tagged/7')).cache).toBe('miss');
    clock.advance(60_000);
    expect((await ask('tagged/7')).cache).toBe('miss');
    expect(cache.stats().namespaces).toHaveProperty('tagged');
  });
});

it('is refused out of range, when the class is defined', () => {
  for (const options of [
    { ttl: 0 },
    { namespace: 'a b' },
    { vary: ['nobody' as 'user'] },
    { methods: ['get'] },
    { tags: [''] },
  ])
    expect(() => CacheResponse(options)).toThrow(InvalidOptionError);
});
