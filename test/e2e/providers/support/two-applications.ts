import 'reflect-metadata';
import { AiProviderModule, AiProviderService } from '@hydrogenai/ai-provider';
import { startSimulator, type Simulator } from '@hydrogenai/ai-provider/testing';
import { NestFactory } from '@nestjs/core';

const QUESTION = { prompt: 'What is the capital of France?' };

/** An application with a simulator of its own. */
async function start(simulator: Simulator) {
  const app = await NestFactory.createApplicationContext(
    AiProviderModule.forRoot({
      providers: {
        groq: { apiKey: 'gsk_test', baseUrl: simulator.urls.groq },
        openai: { apiKey: 'sk-test', baseUrl: simulator.urls.openai },
      },
    }),
    { logger: false, abortOnError: false },
  );
  return { app, ai: app.get(AiProviderService) };
}

const summary = (ai: AiProviderService) => ({
  groq: ai.getProviderStats()[0]?.state,
  attempts: ai.getProviderStats().flatMap(({ models }) => models.map(({ attempts }) => attempts)),
  switches: ai.activeSwitches().length,
});

// Two applications in one process, each started and stopped twice. The first one's groq has no credit.
const troubled = await startSimulator();
const healthy = await startSimulator();
for (const round of [1, 2]) {
  const one = await start(troubled);
  const other = await start(healthy);
  const fresh = [summary(one.ai), summary(other.ai)];
  troubled.fail('groq', { kind: 'quota' });
  one.ai.switchProvider('groq', { reason: 'test', by: 'ops' });
  const answers = await Promise.all([one.ai.generateResponse(QUESTION), other.ai.generateResponse(QUESTION)]);
  for await (const event of one.ai.streamResponse(QUESTION)) if (event.type === 'text') break;
  await other.ai.generateResponse(QUESTION);
  const used = [summary(one.ai), summary(other.ai)];
  process.stdout.write(
    `${JSON.stringify({ round, fresh, providers: answers.map(({ provider }) => provider), used })}\n`,
  );
  await one.app.close();
  await other.app.close();
}
await troubled.close();
await healthy.close();
process.stdout.write('closed\n');
