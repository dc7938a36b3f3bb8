import { collectFacts } from '@hydrogenai/common/testing';
import {
  RateLimiter,
  RateLimitModule,
  rateLimitStore,
  type RateLimitModuleOptions,
  type RateLimitStoreFact,
} from '@hydrogenai/rate-limit';
import { NestFactory } from '@nestjs/core';

export interface LimiterApp extends AsyncDisposable {
  readonly limiter: RateLimiter;
  /** Facts about this application's store. */
  readonly facts: readonly RateLimitStoreFact[];
  close(): Promise<void>;
}

/** A Nest application with nothing but the module. */
export async function startLimiterApp(options: RateLimitModuleOptions): Promise<LimiterApp> {
  const collector = collectFacts(rateLimitStore);
  const app = await NestFactory.createApplicationContext(RateLimitModule.forRoot(options), {
    logger: false,
    abortOnError: false,
  });
  const close = async (): Promise<void> => {
    await app.close();
    collector.stop();
  };
  return {
    limiter: app.get(RateLimiter),
    get facts() {
      return collector.facts.filter(({ prefix }) => prefix === (options.prefix ?? 'hydrogenai:rate-limit'));
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
