import { Inject } from '@nestjs/common';
import { getModelToken } from './ai-provider.tokens.js';

/** Injects a logical model as the AI SDK's `LanguageModelV4`: `constructor(@InjectModel('chat') private readonly chat: LanguageModelV4)`. */
export function InjectModel(name: string): PropertyDecorator & ParameterDecorator {
  return Inject(getModelToken(name));
}
