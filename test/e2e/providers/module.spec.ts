import { fileURLToPath } from 'node:url';
import {
  AiProviderModule,
  AiProviderService,
  getModelToken,
  type AiProviderOptions,
} from '@hydrogenai/ai-provider';
import { startSimulator } from '@hydrogenai/ai-provider/testing';
import { Inject, Injectable, Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { describe, expect, it } from 'vitest';
import { runTypeScript } from '../../support/child-process.js';

const QUESTION = { prompt: 'What is the capital of France?' };
const OFFLINE: AiProviderOptions = { providers: { groq: { apiKey: 'gsk_test' } } };

@Injectable()
class Guest {
  constructor(@Inject(AiProviderService) readonly ai: AiProviderService) {}
}

/** Imports nothing: it sees what is global. */
@Module({ providers: [Guest], exports: [Guest] })
class GuestModule {}

class Host {}

function boot(...imports: (DynamicModule | typeof GuestModule)[]) {
  return NestFactory.createApplicationContext(
    { module: Host, imports },
    { logger: false, abortOnError: false },
  );
}

describe('AiProviderModule', () => {
  it('serves modules that do not import it, and only then if it is global', async () => {
    const app = await boot(AiProviderModule.forRoot(OFFLINE), GuestModule);
    expect(app.get(Guest, { strict: false }).ai).toBe(app.get(AiProviderService, { strict: false }));
    await app.close();
    await expect(
      boot(AiProviderModule.forRoot({ ...OFFLINE, isGlobal: false }), GuestModule),
    ).rejects.toThrow('AiProviderService');
  });

  it('gives with isGlobal: false its service and its models to those who import it', async () => {
    const app = await boot(AiProviderModule.forRoot({ ...OFFLINE, isGlobal: false }));
    expect(app.get(AiProviderService, { strict: false }).listModels()).toEqual([
      { name: 'chat', candidates: ['groq/openai/gpt-oss-120b'] },
    ]);
    expect(app.get(getModelToken('chat'), { strict: false })).toMatchObject({
      specificationVersion: 'v4',
      modelId: 'chat',
    });
    await app.close();
  });

  it('takes its options from a factory, and its models by the names that it is told', async () => {
    await using simulator = await startSimulator();
    const app = await boot(
      AiProviderModule.forRootAsync({
        useFactory: () =>
          Promise.resolve({ providers: { groq: { apiKey: 'gsk_test', baseUrl: simulator.urls.groq } } }),
        modelNames: ['chat'],
      }),
      GuestModule,
    );
    expect(app.get(getModelToken('chat'), { strict: false })).toMatchObject({ modelId: 'chat' });
    expect((await app.get(Guest, { strict: false }).ai.generateResponse(QUESTION)).provider).toBe('groq');
    await app.close();
  });

  it('refuses at the start a name that the factory does not configure', async () => {
    await expect(
      boot(AiProviderModule.forRootAsync({ useFactory: () => OFFLINE, modelNames: ['chat', 'smart'] })),
    ).rejects.toThrow('Unknown model "smart". Known: chat.');
  });

  it.each([
    ['forRoot', () => AiProviderModule.forRoot({ providers: { groq: { apiKey: '' } } })],
    [
      'forRootAsync',
      () => AiProviderModule.forRootAsync({ useFactory: () => ({ providers: { groq: { apiKey: '' } } }) }),
    ],
  ])('refuses at the start a configuration that is wrong, in one sentence (%s)', async (_name, module) => {
    await expect(boot(module())).rejects.toThrow('providers.groq.apiKey: expected the key of the provider');
  });

  it('lives twice in one process and twice in a row, without a state that is shared or a handle that is left', async () => {
    await using child = await runTypeScript(
      fileURLToPath(new URL('./support/two-applications.ts', import.meta.url)),
    );
    // Two applications, and everything that they import, on a machine that may be busy.
    await child.waitForLine(/^closed$/, 45_000);
    expect(await child.endsWithin(5_000)).toEqual({ code: 0, signal: null });
    const rounds = child.stdout
      .trim()
      .split('\n')
      .slice(0, -1)
      .map((line): unknown => JSON.parse(line));
    const fresh = { groq: 'ready', attempts: [0, 0], switches: 0 };
    expect(rounds).toEqual(
      [1, 2].map((round) => ({
        round,
        fresh: [fresh, fresh],
        providers: ['openai', 'groq'],
        used: [
          { groq: 'cooling', attempts: [1, 2], switches: 1 },
          { groq: 'ready', attempts: [2, 0], switches: 0 },
        ],
      })),
    );
  });
});
