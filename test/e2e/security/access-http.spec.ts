import type { SecurityModuleOptions } from '@hydrogenai/security';
import { AuditTrail, MemorySink } from '@hydrogenai/security';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  auditKeys,
  headersOf,
  KEYS,
  recorded,
  securedModule,
  Things,
  ThingsController,
  type SecuredOptions,
} from './support/secured.js';

type Caller = keyof typeof KEYS | undefined;

async function start(platform: 'express' | 'fastify', options: SecuredOptions = {}) {
  const module = securedModule({ controllers: [ThingsController] }, options);
  const settings = { logger: false, abortOnError: false } as const;
  const app: INestApplication =
    platform === 'express'
      ? await NestFactory.create(module, settings)
      : await NestFactory.create(module, new FastifyAdapter(), settings);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return {
    app,
    get: (path: string, who?: Caller, headers = headersOf(who)): Promise<Response> =>
      fetch(`${url}/things/${path}`, { headers }),
    [Symbol.asyncDispose]: () => app.close(),
  };
}

describe.each(['express', 'fastify'] as const)('over HTTP on %s', (platform) => {
  let server: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    server = await start(platform);
  });
  afterAll(() => server.app.close());

  it('who may is let in, and everything below knows who it is', async () => {
    const response = await server.get('delete', 'operator');
    expect([response.status, await response.text()]).toEqual([200, 'olga of acme']);
    expect(await (await server.get('below', 'operator')).text()).toBe('olga of acme');
    expect(await (await server.get('open', 'reader')).text()).toBe('rita of no tenant');
    expect(await (await server.get('open')).text()).toBe('nobody of no tenant');
  });

  it('a handler that calls itself as somebody else is asked again', async () => {
    const response = await server.get('as-reader', 'operator');
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'ACCESS_DENIED' });
  });

  it('guards and limits of others find the caller on the request', async () => {
    expect(await (await server.get('user', 'operator')).text()).toBe('olga');
    expect(await (await server.get('user')).text()).toBe('nobody');
  });

  it.each([
    ['nobody', undefined, 401, 'NOT_AUTHENTICATED', 'Bearer'],
    ['a stranger', 'stranger', 401, 'NOT_AUTHENTICATED', 'Bearer error="invalid_token"'],
    ['a reader', 'reader', 403, 'ACCESS_DENIED', null],
  ] as const)('%s is refused before the handler runs', async (_, who, status, code, challenge) => {
    const controller = server.app.get(ThingsController);
    const before = [controller.calls, server.app.get(Things).deleted];
    for (const path of ['delete', 'below']) {
      const response = await server.get(path, who);
      expect(response.status).toBe(status);
      expect(response.headers.get('www-authenticate')).toBe(challenge);
      // The shape of every error.
      const body = (await response.json()) as Record<string, unknown>;
      expect(body).toMatchObject({ code, retryable: false });
      expect(body.correlationId).toBe(response.headers.get('x-correlation-id'));
      expect(
        Object.keys(body).every((key) =>
          ['code', 'message', 'correlationId', 'retryable', 'details'].includes(key),
        ),
      ).toBe(true);
    }
    expect([controller.calls, server.app.get(Things).deleted]).toEqual(before);
  });

  it('a key may also come as x-api-key, and nothing else is one', async () => {
    const key = KEYS.operator.key.reveal();
    const status = async (headers: Record<string, string>): Promise<number> =>
      (await server.get('delete', undefined, headers)).status;
    expect(await status({ 'x-api-key': key })).toBe(200);
    expect(await status({ authorization: `bearer   ${key}` })).toBe(200);
    for (const headers of [
      { authorization: key },
      { authorization: `Basic ${key}` },
      { authorization: `Bearer ${key}x` },
      { authorization: `Bearer ${KEYS.operator.hash}` },
      { authorization: `Bearer ${key.toLowerCase()}` },
      { authorization: `Bearer ${'x'.repeat(8_000)}` },
      { cookie: `x-api-key=${key}` },
    ]) {
      expect(await status(headers as Record<string, string>)).toBe(401);
    }
  });
});

it('a caller without a key is challenged whatever answers errors', async () => {
  await using server = await start('express', { errors: false });
  const response = await server.get('delete');
  expect(response.ok).toBe(false);
  expect(response.headers.get('www-authenticate')).toBe('Bearer');
});

describe('the audit trail', () => {
  it('has every refused call, and every allowed one before it runs, once each', async () => {
    await using server = await start('express');
    for (const who of ['operator', 'reader', 'stranger', undefined] as const) {
      await (await server.get('delete', who)).text();
      await (await server.get('below', who)).text();
      await (await server.get('open', who)).text();
    }
    const on = ['ThingsController.delete', 'Things.delete'];
    expect(await recorded(server.app)).toEqual([
      ...on.map((resource) => `olga allowed things:delete on ${resource}: granted`),
      ...on.map((resource) => `rita denied things:delete on ${resource}: no-permission`),
      ...on.map((resource) => `nobody denied things:delete on ${resource}: unknown-credentials`),
      ...on.map((resource) => `nobody denied things:delete on ${resource}: not-authenticated`),
    ]);
  });

  it('that cannot be written refuses what must be recorded, and refuses who may not all the same', async () => {
    class FullSink extends MemorySink {
      override async append(): Promise<void> {
        throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      }
    }
    const audit: SecurityModuleOptions['audit'] = { keys: auditKeys, sink: new FullSink() };
    await using server = await start('express', { audit });
    const response = await server.get('delete', 'operator');
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({ code: 'AUDIT_UNAVAILABLE', retryable: true });
    expect(server.app.get(ThingsController).calls).toBe(0);
    expect((await server.get('delete', 'reader')).status).toBe(403);
  });

  it('is left out where nobody wants it', async () => {
    await using server = await start('express', { audit: undefined });
    expect((await server.get('delete', 'operator')).status).toBe(200);
    expect(server.app.get(AuditTrail)).toBeUndefined();
  });
});
