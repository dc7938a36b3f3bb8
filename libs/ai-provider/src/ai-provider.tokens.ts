/** Token of the `LanguageModelV4` of a logical model. */
export function getModelToken(name: string): string {
  return `@hydrogenai/ai-provider:model:${name}`;
}

/** Token of the pool inside the module. */
export const MODEL_POOL = Symbol('@hydrogenai/MODEL_POOL');
