import 'reflect-metadata';
import { createServer } from 'node:http';
import { collectFacts } from '@hydrogenai/common/testing';
import { aiBoard, AiProviderModule, AiProviderService, aiSwitch } from '@hydrogenai/ai-provider';
import { NestFactory } from '@nestjs/core';

/**
 * One of several processes: shared-instance.ts <redis url> <groq url> <openai url>. It does what it is asked over HTTP on
 * a port of its own, which it prints, and answers with JSON.
 */
const [redisUrl = '', groqUrl = '', openaiUrl = ''] = process.argv.slice(2);
const outages = collectFacts(aiBoard);
const orders = collectFacts(aiSwitch);
const app = await NestFactory.createApplicationContext(
  AiProviderModule.forRoot({
    providers: {
      groq: { apiKey: ['gsk_1', 'gsk_2'], baseUrl: groqUrl },
      openai: { apiKey: 'sk-1', baseUrl: openaiUrl },
    },
    models: { chat: { use: ['groq/openai/gpt-oss-120b', 'openai/gpt-5.4-mini'], deadlineMs: '10s' } },
    breaker: { failuresInARow: 3, openMs: '1s' },
    sharedState: { redis: { url: redisUrl }, prefix: 'shared' },
  }),
  { logger: false },
);
const ai = app.get(AiProviderService);
const operator = { reason: 'test', by: 'ops' };
const actions: Readonly<Record<string, () => unknown>> = {
  '/ask': async () => {
    const began = performance.now();
    const { provider } = await ai.generateResponse({ prompt: 'What is the capital of France?' });
    return { provider, ms: performance.now() - began };
  },
  '/drain': () => ai.drain('groq', operator),
  '/resume': () => ai.resume('groq', operator),
  '/switch': () => ai.switchProvider('openai', operator),
  '/mend': () => ai.switchProvider('groq', operator),
  '/back': () => ai.switchProvider(null, operator),
  '/state': () => ({
    groq: ai.getProviderStats()[0]?.state,
    switches: ai.activeSwitches().map(({ provider }) => provider),
    outages: outages.facts.map(({ event }) => event),
    orders: orders.facts.length,
  }),
};
const server = createServer((request, response) => {
  void Promise.resolve(actions[request.url ?? '']?.()).then(
    (answer) => response.end(JSON.stringify(answer)),
    (error: unknown) => response.writeHead(500).end(JSON.stringify({ error: String(error) })),
  );
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address) process.stdout.write(`port ${address.port}\n`);
});
process.once('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
  // Nothing else may keep the process alive.
  void app.close().then(() => process.stdout.write('closed\n'));
});
