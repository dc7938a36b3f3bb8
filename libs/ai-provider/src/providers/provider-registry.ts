import { InvalidOptionError } from '@hydrogenai/common';
import { UnknownNameError } from '../errors/unknown-name.error.js';
import type { Candidate } from '../candidates/candidate.js';
import type { CandidateId } from '../candidates/candidate-id.js';
import { baseUrlOf } from './base-url.js';
import { checkKeyed, isBuiltIn, keysOf } from './keyed-provider.checks.js';
import type { KeyedAccount } from './key-check.js';
import { keyFamilyHint } from './key-family.policy.js';
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
  /** Every account that has a key, in the order of the options. */
  readonly keyedAccounts: readonly KeyedAccount[];
  /** What looks wrong and need not be: one sentence each, without a part of a key. */
  readonly warnings: readonly string[];
  /** Makes the candidates of a name: one for each key. @throws UnknownNameError when its provider is not configured. */
  candidates(id: CandidateId): readonly [Candidate, ...Candidate[]];
  /** Closes the connections to all providers. */
  close(): Promise<void>;
}

interface Account {
  /** The provider's name, or `groq#2` where it has several keys. */
  readonly name: string;
  readonly models: ModelFactory;
}

type Accounts = readonly [Account, ...Account[]];

const NAME = /^[a-z][a-z0-9-]{0,63}$/;

/** Checks the providers and prepares their models. @throws InvalidOptionError naming the field, never showing a key. */
export function createProviderRegistry(options: ProvidersOptions): ProviderRegistry {
  const builder = new RegistryBuilder();
  const providers = new Map<string, Accounts>();
  for (const [name, provider] of Object.entries(options ?? {})) {
    if (provider !== undefined) providers.set(name, builder.accountsOf(name, provider));
  }
  const names = [...providers.keys()];
  if (names.length === 0) {
    throw new InvalidOptionError({
      field: 'providers',
      accepted: 'at least one provider with its key',
      received: options,
    });
  }
  return {
    names,
    keyedAccounts: builder.keyedAccounts,
    warnings: builder.warnings,
    candidates({ provider, model }) {
      const accounts = providers.get(provider);
      if (!accounts) throw new UnknownNameError('provider', provider, names);
      const [first, ...others] = accounts;
      const candidateOf = (account: Account): Candidate => ({
        id: `${provider}/${model}`,
        lane: `${account.name}/${model}`,
        provider,
        account: account.name,
        model,
        languageModel: account.models(model),
      });
      return [candidateOf(first), ...others.map(candidateOf)];
    },
    async close() {
      await Promise.all(builder.connections.map((each) => each.close()));
    },
  };
}

/** Collects what the providers have besides their models. */
class RegistryBuilder {
  readonly connections: ProviderConnections[] = [];
  readonly keyedAccounts: KeyedAccount[] = [];
  readonly warnings: string[] = [];

  accountsOf(name: string, options: KeyedProviderOptions | ModelProviderOptions): Accounts {
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
    if ('model' in options) return [{ name, models: givenModel(field, options) }];
    if (!isBuiltIn(name)) {
      throw new InvalidOptionError({
        field,
        accepted: `{ model }, or one of the names ${BUILT_IN_PROVIDERS.join(', ')}`,
        received: options,
      });
    }
    checkKeyed(field, options);
    return this.keyed(name, field, options);
  }

  /** One account a key; all share the connections of the provider. */
  private keyed(provider: BuiltInProvider, field: string, options: OpenAiProviderOptions): Accounts {
    const connections = new ProviderConnections();
    this.connections.push(connections);
    const baseUrl = baseUrlOf(provider, options.baseUrl);
    const [first, ...others] = keysOf(field, options);
    const accountOf = (apiKey: string, index: number): Account => {
      const name = index === 0 && others.length === 0 ? provider : `${provider}#${index + 1}`;
      const keyField = others.length === 0 ? `${field}.apiKey` : `${field}.apiKey[${index}]`;
      const hint = keyFamilyHint(provider, apiKey, keyField);
      if (hint !== undefined) this.warnings.push(hint);
      const { fetch } = connections;
      this.keyedAccounts.push({ provider, account: name, apiKey, baseUrl, fetch });
      return { name, models: createModelFactory(provider, options, apiKey, fetch) };
    };
    return [accountOf(first, 0), ...others.map((apiKey, index) => accountOf(apiKey, index + 1))];
  }
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
