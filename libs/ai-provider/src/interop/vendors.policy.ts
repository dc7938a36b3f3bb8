import type { Vendors } from '../candidates/candidate.js';

/** Packages of the AI SDK that serve the models of another vendor read that one's options too. */
const SERVES_ALSO: ReadonlyMap<string, string> = new Map([
  ['azure', 'openai'],
  ['vertex', 'google'],
  ['bedrock', 'anthropic'],
]);

/** From the configured name and the model's own, such as `openai.responses`. */
export function vendorsOf(provider: string, modelProvider: string): Vendors {
  const own = modelProvider.split('.', 1)[0] ?? modelProvider;
  const also = SERVES_ALSO.get(own);
  return [...new Set(also === undefined ? [own, provider] : [own, also, provider])];
}
