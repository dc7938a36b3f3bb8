import 'reflect-metadata';
import { defineRateLimit, RateLimiter, RateLimitModule } from '@hydrogenai/rate-limit';
import { NestFactory } from '@nestjs/core';

/**
 * A process of a fleet: consumer.ts <redis url> <calls>. Makes its calls as fast as it can and prints the decisions by
 * kind, as JSON.
 */
const [url = '', calls = '0'] = process.argv.slice(2);
const app = await NestFactory.createApplicationContext(RateLimitModule.forRoot({ redis: { url } }), {
  logger: false,
});
const limiter = app.get(RateLimiter);
const limit = defineRateLimit({ name: 'fleet', limit: 200, per: '30d', deadlineMs: 1_000 });
const counts = { admitted: 0, rejected: 0, withoutStore: 0 };
const CONCURRENCY = 50;
for (let made = 0; made < Number(calls); made += CONCURRENCY) {
  const batch = Array.from({ length: CONCURRENCY }, () => limiter.consume(limit, 'everybody'));
  for (const decision of await Promise.all(batch)) {
    if (decision.decidedBy !== 'store') counts.withoutStore++;
    else if (decision.allowed) counts.admitted++;
    else counts.rejected++;
  }
}
await app.close();
process.stdout.write(`${JSON.stringify(counts)}\n`);
