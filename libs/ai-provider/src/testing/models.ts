import type { Wire } from './wire.types.js';

/** Models that are known unless told otherwise: current ids of each provider's own SDK. */
export const DEFAULT_MODELS: Readonly<Record<Wire, readonly string[]>> = {
  groq: ['openai/gpt-oss-120b', 'openai/gpt-oss-20b', 'llama-3.3-70b-versatile', 'llama-3.1-8b-instant'],
  openai: [
    'gpt-5.5',
    'gpt-5.4',
    'gpt-5.4-mini',
    'gpt-5.4-nano',
    'gpt-5-mini',
    'gpt-4.1',
    'gpt-4.1-mini',
    'gpt-4o',
    'gpt-4o-mini',
    'text-embedding-3-small',
    'text-embedding-3-large',
    'text-embedding-ada-002',
  ],
  anthropic: [
    'claude-opus-5-5',
    'claude-sonnet-5-5',
    'claude-haiku-5-5',
    'claude-opus-5',
    'claude-sonnet-5',
    'claude-opus-4-6',
    'claude-sonnet-4-6',
    'claude-haiku-4-5',
  ],
};

/** Creation date of every listed model: simulated models have none of their own. */
const CREATED_SECONDS = 1_767_225_600;

/** One entry of the wire's model list. */
export function modelEntry(wire: Wire, id: string): unknown {
  switch (wire) {
    case 'groq':
      return { id, object: 'model', created: CREATED_SECONDS, owned_by: 'simulator', active: true };
    case 'openai':
      return { id, object: 'model', created: CREATED_SECONDS, owned_by: 'simulator' };
    case 'anthropic':
      return {
        id,
        type: 'model',
        display_name: id,
        created_at: new Date(CREATED_SECONDS * 1000).toISOString(),
      };
    default:
      return wire satisfies never;
  }
}

export function modelList(wire: Wire, ids: readonly string[]): unknown {
  const data = ids.map((id) => modelEntry(wire, id));
  return wire === 'anthropic'
    ? { data, has_more: false, first_id: ids[0] ?? null, last_id: ids.at(-1) ?? null }
    : { object: 'list', data };
}
