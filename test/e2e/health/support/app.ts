import { HealthModule, type HealthBody, type HealthOptions } from '@hydrogenai/health';
import { Module, type DynamicModule, type INestApplication, type LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { AddressInfo } from 'node:net';

export interface Answer {
  readonly code: number;
  readonly body: HealthBody;
  readonly cacheControl: string | null;
}

export interface HealthApp extends AsyncDisposable {
  readonly app: INestApplication;
  readonly port: number;
  /** All that was logged. */
  readonly log: readonly string[];
  get(path: string): Promise<Answer>;
}

@Module({})
class RootModule {}

/** A real Nest application on Express, listening on a loopback port. */
export async function startApp(
  health: HealthOptions = {},
  ...others: readonly DynamicModule[]
): Promise<HealthApp> {
  const log: string[] = [];
  const root: DynamicModule = { module: RootModule, imports: [...others, HealthModule.forRoot(health)] };
  const app = await NestFactory.create(root, { logger: collecting(log), abortOnError: false });
  await app.listen(0, '127.0.0.1');
  // A server that listens on TCP has such an address.
  const { port } = app.getHttpServer().address() as AddressInfo;
  return {
    app,
    port,
    log,
    get: (path) => ask(port, path),
    [Symbol.asyncDispose]: () => app.close(),
  };
}

export async function ask(port: number, path: string): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(10_000) });
  return {
    code: response.status,
    // What the paths answer with; the tests look at its parts.
    body: (await response.json()) as HealthBody,
    cacheControl: response.headers.get('cache-control'),
  };
}

function collecting(lines: string[]): LoggerService {
  const write = (...parts: unknown[]): void => void lines.push(parts.map(String).join(' '));
  return { log: write, error: write, warn: write, debug: write, verbose: write, fatal: write };
}
