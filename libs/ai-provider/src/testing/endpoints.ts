import { anthropicCountTokens, anthropicMessages } from './wires/anthropic.wire.js';
import { groqChat } from './wires/groq.wire.js';
import { openAiChat } from './wires/openai-chat.wire.js';
import { openAiEmbeddings } from './wires/openai-embeddings.wire.js';
import { openAiResponses } from './wires/openai-responses.wire.js';
import type { InferenceEndpoint } from './wires/wire-endpoint.types.js';
import { WIRE_BASE_PATHS, WIRES, type Wire } from './wire.types.js';

const ENDPOINTS: Readonly<Record<Wire, Readonly<Record<string, InferenceEndpoint>>>> = {
  groq: { '/chat/completions': groqChat },
  openai: {
    '/chat/completions': openAiChat,
    '/responses': openAiResponses,
    '/embeddings': openAiEmbeddings,
  },
  anthropic: { '/messages': anthropicMessages, '/messages/count_tokens': anthropicCountTokens },
};

const MODELS_PATH = '/models';

/** Groq's batches are not simulated: its package of the AI SDK has none. */
const BATCH_PATHS: Readonly<Record<Wire, readonly string[]>> = {
  groq: [],
  openai: ['/files', '/batches'],
  anthropic: ['/messages/batches'],
};

/** Where a path leads. `inference` is what hits count and faults wait for; counting tokens is not. */
export type Route =
  | {
      readonly to: 'endpoint';
      readonly wire: Wire;
      readonly endpoint: InferenceEndpoint;
      readonly inference: boolean;
    }
  | { readonly to: 'batch'; readonly wire: Wire }
  | { readonly to: 'models'; readonly wire: Wire; readonly id: string | undefined }
  | { readonly to: 'nowhere'; readonly wire: Wire };

export function routeOf(path: string): Route {
  const wire = WIRES.find((each) => path.startsWith(`${WIRE_BASE_PATHS[each]}/`)) ?? wireOfStrayPath(path);
  const rest = path.slice(WIRE_BASE_PATHS[wire].length);
  const endpoint = path.startsWith(WIRE_BASE_PATHS[wire]) ? ENDPOINTS[wire][rest] : undefined;
  if (endpoint) return { to: 'endpoint', wire, endpoint, inference: endpoint !== anthropicCountTokens };
  if (!path.startsWith(WIRE_BASE_PATHS[wire])) return { to: 'nowhere', wire };
  if (BATCH_PATHS[wire].some((each) => rest === each || rest.startsWith(`${each}/`)))
    return { to: 'batch', wire };
  if (rest === MODELS_PATH) return { to: 'models', wire, id: undefined };
  const id = rest.startsWith(`${MODELS_PATH}/`) ? decoded(rest.slice(MODELS_PATH.length + 1)) : undefined;
  return id === undefined ? { to: 'nowhere', wire } : { to: 'models', wire, id };
}

/** A path outside of every base still gets an error in some wire's words; OpenAI's by default. */
function wireOfStrayPath(path: string): Wire {
  return WIRES.find((wire) => path === `/${wire}` || path.startsWith(`/${wire}/`)) ?? 'openai';
}

/** Model ids may hold slashes, escaped or not. */
function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    // A malformed escape is no model's name: the route does not exist.
    return undefined;
  }
}
