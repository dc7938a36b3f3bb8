import { once } from 'node:events';
import type { Server } from 'node:http';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { serveApiDocuments } from './api-documents.js';
import { DemoEnvironment } from './config/demo.environment.js';
import { DemoModule, type DemoOptions } from './demo.module.js';
import { BODY_LIMIT } from './http/body-error.policy.js';
import { keepBodyError } from './http/unreadable-body.js';
import { createValidationPipe } from './http/validation.pipe.js';

export interface RunningDemo {
  readonly app: NestExpressApplication;
  /** Where it listens, without a trailing slash. */
  readonly url: string;
}

/** What people call `localhost`. */
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', '0.0.0.0', '::']);

/**
 * Starts the demo and listens.
 * @throws ConfigurationError when the configuration is wrong; nothing listens then.
 */
export async function startDemo(options: DemoOptions = {}): Promise<RunningDemo> {
  const app = await NestFactory.create<NestExpressApplication>(DemoModule.forRoot(options), {
    abortOnError: false,
    // Keep-alive connections would hold a shutdown up.
    forceCloseConnections: true,
    logger: ['fatal', 'error', 'warn'],
    // Nest would print its own account of a failed start; `main` says it once and better.
    bufferLogs: true,
    autoFlushLogs: false,
    bodyParser: false,
  });
  app.flushLogs();
  try {
    app.useBodyParser('json', { limit: BODY_LIMIT });
    app.use(keepBodyError);
    app.disable('x-powered-by');
    app.disable('etag');
    app.useGlobalPipes(createValidationPipe());
    serveApiDocuments(app);
    const { host, port } = app.get(DemoEnvironment);
    await app.init();
    return { app, url: await listen(app.getHttpServer(), port, host) };
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** Nest's own `listen` would print the stack of an error that `main` explains in a line. */
async function listen(server: Server, port: number, host: string): Promise<string> {
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${LOOPBACK.has(host) ? 'localhost' : host}:${taken}`;
}
