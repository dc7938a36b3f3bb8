import 'reflect-metadata';
import { defineRateLimit, RateLimiter, RateLimitModule } from '@hydrogenai/rate-limit';
import { NestFactory } from '@nestjs/core';
import { setTimeout as sleep } from 'node:timers/promises';

/** reserver.ts <redis url>: reserves 4,000 of 10,000 tokens with a lease of 1.5 s, says so and never settles. */
const [url = ''] = process.argv.slice(2);
const app = await NestFactory.createApplicationContext(RateLimitModule.forRoot({ redis: { url } }), {
  logger: false,
});
const limit = defineRateLimit({ name: 'tokens', limit: 10_000, per: '30d', deadlineMs: 1_000 });
const result = await app
  .get(RateLimiter)
  .reserve({ limit, key: 'somebody', cost: 4_000 }, { lease: '1500ms' });
process.stdout.write(`reserved: ${result.allowed}\n`);
await sleep(60_000);
