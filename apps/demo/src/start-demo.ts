import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { serveApiDocuments } from './api-documents.js';
import { DemoEnvironment } from './config/demo.environment.js';
import { DemoModule, type DemoOptions } from './demo.module.js';
import { ErrorFilter } from './http/error.filter.js';
import { BODY_LIMIT } from './http/http-exception.policy.js';
import { createValidationPipe } from './http/validation.pipe.js';

export interface RunningDemo {
  readonly app: NestExpressApplication;
  /** Where it listens, without a trailing slash. */
  readonly url: string;
}

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
    bodyParser: false,
  });
  try {
    app.useBodyParser('json', { limit: BODY_LIMIT });
    app.disable('x-powered-by');
    app.disable('etag');
    app.useGlobalPipes(createValidationPipe());
    app.useGlobalFilters(new ErrorFilter());
    serveApiDocuments(app);
    const { host, port } = app.get(DemoEnvironment);
    await app.listen(port, host);
    return { app, url: urlOf(await app.getUrl()) };
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** What people type; loopback addresses are `localhost` to them. */
function urlOf(listening: string): string {
  return listening.replace(/\/\/(?:\[::1\]|127\.0\.0\.1)(?=[:/]|$)/, '//localhost');
}
