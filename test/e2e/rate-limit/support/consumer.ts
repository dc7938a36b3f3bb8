import 'reflect-metadata';
import { defineRateLimit, RateLimiter, RateLimitModule } from '@hydrogenai/rate-limit';
import { NestFactory } from '@nestjs/core';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A process of a fleet: consumer.ts <redis url> <calls> <repeats>. Makes its calls on one key after the other, as fast as
 * it can, and prints for each key the decisions by kind, as JSON.
 */
const [url = '', calls = '0', repeats = '1'] = process.argv.slice(2);
const app = await NestFactory.createApplicationContext(RateLimitModule.forRoot({ redis: { url } }), {
  logger: false,
});
const limiter = app.get(RateLimiter);
const limit = defineRateLimit({ name: 'fleet', limit: 1_000, per: '30d', deadlineMs: 1_000 });
// On a busy machine the connection may come after the application.
const warmUp = defineRateLimit({ name: 'warm-up', limit: 1_000_000, per: '1s', deadlineMs: 1_000 });
while ((await limiter.consume(warmUp, 'everybody')).decidedBy !== 'store') await sleep(50);
const CONCURRENCY = 25;
const rounds = [];
for (let round = 0; round < Number(repeats); round++) {
  const counts = { admitted: 0, rejected: 0, withoutStore: 0 };
  for (let made = 0; made < Number(calls); made += CONCURRENCY) {
    const batch = Array.from({ length: CONCURRENCY }, () => limiter.consume(limit, `everybody ${round}`));
    for (const decision of await Promise.all(batch)) {
      if (decision.decidedBy !== 'store') counts.withoutStore++;
      else if (decision.allowed) counts.admitted++;
      else counts.rejected++;
    }
  }
  rounds.push(counts);
}
await app.close();
process.stdout.write(`${JSON.stringify(rounds)}\n`);
