import type { CallerOptions } from '@hydrogenai/rate-limit';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { startProxy, type Proxy } from './support/proxy.js';
import { WhoamiController, Whoami } from './support/whoami.js';
import { RateLimitModule } from '@hydrogenai/rate-limit';
import { Module, type DynamicModule, type INestApplication } from '@nestjs/common';

@Module({})
class HttpModule {}

function httpModule(caller: CallerOptions): DynamicModule {
  return {
    module: HttpModule,
    imports: [RateLimitModule.forRoot({ caller })],
    controllers: [WhoamiController],
    providers: [Whoami],
  };
}

const open: { app?: INestApplication; proxies: Proxy[] } = { proxies: [] };

afterEach(async () => {
  for (const proxy of open.proxies.splice(0)) await proxy[Symbol.asyncDispose]();
  await open.app?.close();
  delete open.app;
});

interface Setup {
  readonly caller?: CallerOptions;
  /** The framework's own trust in proxies. */
  readonly frameworkTrusts?: boolean;
  readonly hops?: number;
}

async function start(
  platform: 'express' | 'fastify',
  { caller = {}, frameworkTrusts = false, hops = 1 }: Setup,
) {
  const options = { logger: false, abortOnError: false } as const;
  if (platform === 'express') {
    const app = await NestFactory.create<NestExpressApplication>(httpModule(caller), options);
    app.set('trust proxy', frameworkTrusts);
    open.app = app;
  } else {
    const adapter = new FastifyAdapter({ trustProxy: frameworkTrusts });
    open.app = await NestFactory.create(httpModule(caller), adapter, options);
  }
  await open.app.listen(0, '127.0.0.1');
  let url = await open.app.getUrl();
  for (let hop = 0; hop < hops; hop++) {
    const proxy = await startProxy(url);
    open.proxies.push(proxy);
    url = proxy.url;
  }
  return async (forwardedFor?: string) => {
    const headers = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor };
    const response = await fetch(`${url}/keys`, { headers });
    const [, , ip] = (await response.text()).split(' | ');
    return ip;
  };
}

const trusted = { trustedProxies: ['loopback'] };

describe.each(['express', 'fastify'] as const)('by.ip behind a proxy, on %s', (platform) => {
  it.each([false, true])(
    'is the proxy when nobody is trusted, whatever the header and the framework (%s) say',
    async (frameworkTrusts) => {
      const ip = await start(platform, { frameworkTrusts });
      expect(await ip()).toBe('ip:127.0.0.1');
      expect(await ip('203.0.113.7')).toBe('ip:127.0.0.1');
    },
  );

  it.each([false, true])(
    'is the client behind a trusted proxy, and the framework’s trust (%s) is not applied on top',
    async (frameworkTrusts) => {
      // The proxy sees the loopback address of this test, so the entry before it stands for the client.
      const ip = await start(platform, { caller: trusted, frameworkTrusts });
      expect(await ip('198.51.100.9, 203.0.113.7')).toBe('ip:203.0.113.7');
      expect(await ip('198.51.100.9, 2001:db8:1:2:3::7')).toBe('ip:2001:db8:1:2::/64');
      expect(await ip('198.51.100.9, nonsense')).toBe('ip:127.0.0.1');
      expect(await ip()).toBe('ip:127.0.0.1');
    },
  );

  it('is the client behind two trusted proxies', async () => {
    const ip = await start(platform, { caller: trusted, hops: 2 });
    expect(await ip('198.51.100.9, 203.0.113.7')).toBe('ip:203.0.113.7');
  });

  it('keeps as much of an IPv6 address as is asked for', async () => {
    const ip = await start(platform, { caller: { ...trusted, ipv6Prefix: 48 } });
    expect(await ip('2001:db8:1:2:3::7')).toBe('ip:2001:db8:1::/48');
  });

  it('reads the header of a client that is no proxy for nothing, so a bucket cannot be chosen', async () => {
    const ip = await start(platform, { caller: { trustedProxies: ['192.0.2.1'] }, hops: 0 });
    expect(await ip('203.0.113.7')).toBe('ip:127.0.0.1');
  });
});
