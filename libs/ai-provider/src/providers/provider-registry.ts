import { InvalidOptionError } from '@hydrogenai/common';
import { UnknownNameError } from '../errors/unknown-name.error.js';
import type { Candidate } from '../candidates/candidate.js';
import type { CandidateId } from '../candidates/candidate-id.js';
import { createModelFactory, type ModelFactory } from './model-factories.js';
import { ProviderConnections } from './provider-connections.js';
import {
  BUILT_IN_PROVIDERS,
  type BuiltInProvider,
  type KeyedProviderOptions,
  type ModelProviderOptions,
  type OpenAiProviderOptions,
  type ProvidersOptions,
} from './provider-options.js';

export interface ProviderRegistry {
  /** Configured providers in the order of the options. */
  readonly names: readonly string[];
  /** Makes a candidate. @throws UnknownNameError when its provider is not configured. */
  candidate(id: CandidateId): Candidate;
  /** Closes the connections to all providers. */
  close(): Promise<void>;
}

const NAME = /^[a-z][a-z0-9-]{0,63}$/;

/** Checks the providers and prepares their models. @throws InvalidOptionError naming the field, never showing a key. */
export function createProviderRegistry(options: ProvidersOptions): ProviderRegistry {
  const factories = new Map<string, ModelFactory>();
  const connections: ProviderConnections[] = [];
  const connect = (): typeof fetch => {
    const opened = new ProviderConnections();
    connections.push(opened);
    return opened.fetch;
  };
  for (const [name, provider] of Object.entries(options ?? {})) {
    if (provider !== undefined) factories.set(name, factoryFor(name, provider, connect));
  }
  const names = [...factories.keys()];
  if (names.length === 0) {
    throw new InvalidOptionError({
      field: 'providers',
      accepted: 'at least one provider with its key',
      received: options,
    });
  }
  return {
    names,
    candidate({ provider, model }) {
      const factory = factories.get(provider);
      if (!factory) throw new UnknownNameError('provider', provider, names);
      const id = `${provider}/${model}`;
      return { id, lane: id, provider, account: provider, model, languageModel: factory(model) };
    },
    async close() {
      await Promise.all(connections.map((each) => each.close()));
    },
  };
}

function factoryFor(
  name: string,
  options: KeyedProviderOptions | ModelProviderOptions,
  connect: () => typeof fetch,
): ModelFactory {
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
      accepted: '{ apiKey } or { model }',
      received: options,
      secret: true,
    });
  }
  if ('model' in options) return givenModel(field, options);
  if (!isBuiltIn(name)) {
    throw new InvalidOptionError({
      field,
      accepted: `{ model }, or one of the names ${BUILT_IN_PROVIDERS.join(', ')}`,
      received: options,
    });
  }
  checkKeyed(field, options);
  return createModelFactory(name, options, connect());
}

function givenModel(field: string, { model }: ModelProviderOptions): ModelFactory {
  if (model?.specificationVersion !== 'v4') {
    throw new InvalidOptionError({
      field: `${field}.model`,
      accepted: 'a LanguageModelV4 of the AI SDK 7',
      received: model,
    });
  }
  return (modelId) => {
    if (modelId !== model.modelId) throw new UnknownNameError('model', modelId, [model.modelId]);
    return model;
  };
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
