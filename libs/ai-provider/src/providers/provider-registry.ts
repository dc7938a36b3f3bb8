import { InvalidOptionError } from '@hydrogenai/common';
import { UnknownNameError } from '../errors/unknown-name.error.js';
import type { Experimental_BatchV4 as BatchV4 } from '@ai-sdk/provider';
import type { EmbeddingCandidate, ModelCandidate } from '../candidates/candidate.js';
import { vendorsOf } from '../interop/vendors.policy.js';
import type { CandidateId } from '../candidates/candidate-id.js';
import { givenAccess } from './given-access.js';
import { keyedAccess, type ProviderAccess } from './provider-access.js';
import { ProviderConnections } from './provider-connections.js';
import {
  BUILT_IN_PROVIDERS,
  type BuiltInProvider,
  type KeyedProviderOptions,
  type GivenProviderOptions,
  type OpenAiProviderOptions,
  type ProvidersOptions,
} from './provider-options.js';

export interface ProviderRegistry {
  /** Configured providers in the order of the options. */
  readonly names: readonly string[];
  /** Makes a candidate. @throws UnknownNameError when its provider is not configured. */
  candidate(id: CandidateId): ModelCandidate;
  /** Makes a candidate for embeddings. @throws UnknownNameError; InvalidOptionError when the provider has no embeddings. */
  embedder(id: CandidateId): EmbeddingCandidate;
  /** The provider's own batch interface; `undefined` when it has none. */
  batch(provider: string): BatchV4 | undefined;
  /** Closes the connections to all providers. */
  close(): Promise<void>;
}

const NAME = /^[a-z][a-z0-9-]{0,63}$/;

/** Checks the providers and prepares their models. @throws InvalidOptionError naming the field, never showing a key. */
export function createProviderRegistry(options: ProvidersOptions): ProviderRegistry {
  const accesses = new Map<string, ProviderAccess>();
  const connections: ProviderConnections[] = [];
  const connect = (): typeof fetch => {
    const opened = new ProviderConnections();
    connections.push(opened);
    return opened.fetch;
  };
  for (const [name, provider] of Object.entries(options ?? {})) {
    if (provider !== undefined) accesses.set(name, accessTo(name, provider, connect));
  }
  const names = [...accesses.keys()];
  if (names.length === 0) {
    throw new InvalidOptionError({
      field: 'providers',
      accepted: 'at least one provider with its key',
      received: options,
    });
  }
  const access = (provider: string): ProviderAccess => {
    const found = accesses.get(provider);
    if (!found) throw new UnknownNameError('provider', provider, names);
    return found;
  };
  return {
    names,
    candidate({ provider, model }) {
      const id = `${provider}/${model}`;
      const languageModel = access(provider).languageModel(model);
      const vendors = vendorsOf(provider, languageModel.provider);
      return { id, lane: id, provider, account: provider, model, vendors, languageModel };
    },
    embedder({ provider, model }) {
      const id = `${provider}/${model}`;
      const embeddingModel = access(provider).embeddingModel(model);
      const vendors = vendorsOf(provider, embeddingModel.provider);
      return { id, lane: id, provider, account: provider, model, vendors, embeddingModel };
    },
    batch: (provider) => access(provider).batch?.(),
    async close() {
      await Promise.all(connections.map((each) => each.close()));
    },
  };
}

function accessTo(
  name: string,
  options: KeyedProviderOptions | GivenProviderOptions,
  connect: () => typeof fetch,
): ProviderAccess {
  const field = `providers.${name}`;
  if (!NAME.test(name)) {
    throw new InvalidOptionError({
      field,
      accepted: 'a name of 1 to 64 lower-case letters, digits or -',
      received: name,
    });
  }
  if (typeof options !== 'object' || options === null) {
    throw new InvalidOptionError({
      field,
      accepted: '{ apiKey }, { model } or { embeddingModel }',
      received: options,
      secret: true,
    });
  }
  if ('model' in options || 'embeddingModel' in options) return givenAccess(field, options);
  if (!isBuiltIn(name)) {
    throw new InvalidOptionError({
      field,
      accepted: `{ model }, or one of the names ${BUILT_IN_PROVIDERS.join(', ')}`,
      received: options,
    });
  }
  checkKeyed(field, options);
  return keyedAccess(name, options, connect());
}

function checkKeyed(field: string, { apiKey, baseUrl, api }: OpenAiProviderOptions): void {
  if (typeof apiKey !== 'string' || apiKey.trim() !== apiKey || apiKey === '') {
    throw new InvalidOptionError({
      field: `${field}.apiKey`,
      accepted: 'the key of the provider, without white space around it',
      received: apiKey,
      secret: true,
    });
  }
  if (baseUrl !== undefined && !isHttpUrl(baseUrl)) {
    throw new InvalidOptionError({
      field: `${field}.baseUrl`,
      accepted: 'an http or https URL without user name and password',
      received: baseUrl,
      secret: true,
    });
  }
  if (api !== undefined && api !== 'responses' && api !== 'chat') {
    throw new InvalidOptionError({ field: `${field}.api`, accepted: "'responses' or 'chat'", received: api });
  }
}

/** fetch refuses a URL with credentials in it, at the first request. */
function isHttpUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}

function isBuiltIn(name: string): name is BuiltInProvider {
  return BUILT_IN_PROVIDERS.some((builtIn) => builtIn === name);
}
