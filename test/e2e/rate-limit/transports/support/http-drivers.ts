import { FakeClock } from '@hydrogenai/common/testing';
import { RateLimitModule, type RateLimitModuleOptions } from '@hydrogenai/rate-limit';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module, type DynamicModule, type INestApplication, type ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { limitHeaders, type Answer, type Driver } from './drivers.js';
import { DecoratedResolver, GuardedResolver } from './graphql-handlers.js';
import { DecoratedController, GuardedController } from './http-handlers.js';
import { Journal } from './journal.js';

@Module({})
class TransportsModule {}

/** Time stands still, so waiting times in answers are exact. */
export function transportsModule(
  metadata: ModuleMetadata,
  options: RateLimitModuleOptions = {},
): DynamicModule {
  return {
    ...metadata,
    module: TransportsModule,
    imports: [RateLimitModule.forRoot({ clock: new FakeClock(), ...options }), ...(metadata.imports ?? [])],
    providers: [Journal, ...(metadata.providers ?? [])],
  };
}

export const httpControllers = [DecoratedController, GuardedController];

export async function createHttpApp(
  module: DynamicModule,
  platform: 'express' | 'fastify',
): Promise<INestApplication> {
  const options = { logger: false, abortOnError: false } as const;
  return platform === 'express'
    ? NestFactory.create(module, options)
    : NestFactory.create(module, new FastifyAdapter(), options);
}

export async function startHttp(
  platform: 'express' | 'fastify',
  options?: RateLimitModuleOptions,
): Promise<Driver> {
  const app = await createHttpApp(transportsModule({ controllers: httpControllers }, options), platform);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return {
    journal: app.get(Journal),
    call: async (handler) => httpAnswer(await fetch(`${url}/${handler}`)),
    [Symbol.asyncDispose]: () => app.close(),
  };
}

export async function startGraphql(
  options?: RateLimitModuleOptions,
): Promise<Driver & { readonly url: string }> {
  const graphql = GraphQLModule.forRoot<ApolloDriverConfig>({
    driver: ApolloDriver,
    autoSchemaFile: true,
    includeStacktraceInErrorResponses: false,
  });
  const providers = [DecoratedResolver, GuardedResolver];
  const app = await createHttpApp(transportsModule({ imports: [graphql], providers }, options), 'express');
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return {
    url,
    journal: app.get(Journal),
    call: async (handler) => graphqlAnswer(await query(url, `{ ${handler} }`), handler),
    [Symbol.asyncDispose]: () => app.close(),
  };
}

export function query(url: string, text: string): Promise<Response> {
  return fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: text }),
  });
}

async function httpAnswer(response: Response): Promise<Answer> {
  const headers = limitHeaders(response);
  const text = await response.text();
  if (response.ok) return { admitted: true, value: text, headers };
  return { admitted: false, error: JSON.parse(text), status: response.status, headers };
}

interface GraphqlBody {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: object }[];
}

async function graphqlAnswer(response: Response, handler: string): Promise<Answer> {
  const headers = limitHeaders(response);
  // What the GraphQL specification says of a response.
  const { data, errors } = (await response.json()) as GraphqlBody;
  const [error] = errors ?? [];
  if (error === undefined) return { admitted: true, value: data?.[handler], headers };
  const { message, extensions } = error;
  return { admitted: false, error: { message, ...extensions }, headers };
}
