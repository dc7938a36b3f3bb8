import 'reflect-metadata';
import { collectFacts } from '@hydrogenai/common/testing';
import { defineRateLimit, RateLimiter, RateLimitModule, rateLimitStore } from '@hydrogenai/rate-limit';
import { NestFactory } from '@nestjs/core';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * One of several instances: instance.ts <redis url> <instances>. Calls on one key until SIGTERM, says "ready", "degraded"
 * and "recovered" as it notices, and at the end prints what it has seen, as JSON.
 */
const [url = '', instances = '1'] = process.argv.slice(2);
const facts = collectFacts(rateLimitStore);
const app = await NestFactory.createApplicationContext(
  RateLimitModule.forRoot({ redis: { url }, instances: Number(instances) }),
  { logger: false },
);
const limiter = app.get(RateLimiter);
const limit = defineRateLimit({ name: 'fleet', limit: 100, per: '30d', deadlineMs: 200 });
const admitted = { store: 0, insurance: 0, nobody: 0 };
let told = 0;
const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());
process.stdout.write('ready\n');
while (!stopping.signal.aborted) {
  const decision = await limiter.consume(limit, 'everybody');
  if (decision.allowed) admitted[decision.decidedBy]++;
  for (const { event } of facts.facts.slice(told)) process.stdout.write(`${event}\n`);
  told = facts.facts.length;
  await sleep(5);
}
await app.close();
process.stdout.write(`${JSON.stringify({ admitted, events: facts.facts.map(({ event }) => event) })}\n`);
