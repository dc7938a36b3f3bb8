import { Logger, Module, type DynamicModule, type FactoryProvider } from '@nestjs/common';
import {
  AI_PROVIDER_OPTIONS,
  ConfigurableAiProviderModule,
  type AI_PROVIDER_MODULE_ASYNC_OPTIONS,
  type AI_PROVIDER_MODULE_OPTIONS,
} from './ai-provider.module-definition.js';
import type { AiProviderOptions } from './ai-provider.options.js';
import { AiProviderService } from './ai-provider.service.js';
import { getModelToken, MODEL_POOL } from './ai-provider.tokens.js';
import { openPoolParts } from './pool/open-pool-parts.js';
import { ModelPool } from './pool/model-pool.js';
import { resolveAiProviderOptions } from './pool/resolve-options.js';

/** Gives an application its language models: `AiProviderService`, and each logical model for `@InjectModel`. */
@Module({
  providers: [
    {
      provide: MODEL_POOL,
      inject: [AI_PROVIDER_OPTIONS],
      useFactory: openPool,
    },
    AiProviderService,
  ],
  exports: [AiProviderService],
})
export class AiProviderModule extends ConfigurableAiProviderModule {
  static override forRoot(options: typeof AI_PROVIDER_MODULE_OPTIONS): DynamicModule {
    return withModels(super.forRoot(options), Object.keys(options.models ?? { chat: undefined }));
  }

  static override forRootAsync(options: typeof AI_PROVIDER_MODULE_ASYNC_OPTIONS): DynamicModule {
    return withModels(super.forRootAsync(options), options.modelNames ?? []);
  }
}

async function openPool(options: AiProviderOptions): Promise<ModelPool> {
  const resolved = resolveAiProviderOptions(options);
  const logger = new Logger('AiProviderModule');
  for (const warning of resolved.warnings) logger.warn(warning);
  return new ModelPool(resolved, await openPoolParts(resolved));
}

function withModels(definition: DynamicModule, names: readonly string[]): DynamicModule {
  const models = names.map<FactoryProvider>((name) => ({
    provide: getModelToken(name),
    inject: [AiProviderService],
    useFactory: (service: AiProviderService) => service.languageModel(name),
  }));
  return {
    ...definition,
    providers: [...(definition.providers ?? []), ...models],
    exports: [...(definition.exports ?? []), ...models.map(({ provide }) => provide)],
  };
}
