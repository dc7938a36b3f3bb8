import type { Experimental_BatchV4 as BatchV4 } from '@ai-sdk/provider';
import { InvalidOptionError } from '@hydrogenai/common';
import { UnknownNameError } from '../errors/unknown-name.error.js';
import type { Candidate, EmbeddingCandidate, ModelCandidate } from '../candidates/candidate.js';
import type { CandidateId } from '../candidates/candidate-id.js';
import { vendorsOf } from '../interop/vendors.policy.js';
import { baseUrlOf } from './base-url.js';
import { givenAccess } from './given-access.js';
import { checkKeyed, isBuiltIn, keysOf } from './keyed-provider.checks.js';
import type { KeyedAccount } from './key-check.js';
import { keyFamilyHint } from './key-family.policy.js';
import { keyedAccess, type ProviderAccess } from './provider-access.js';
import { ProviderConnections } from './provider-connections.js';
import {
  BUILT_IN_PROVIDERS,
  type BuiltInProvider,
  type GivenProviderOptions,
  type KeyedProviderOptions,
  type OpenAiProviderOptions,
  type ProvidersOptions,
} from './provider-options.js';

type OneOrMore<Item> = readonly [Item, ...Item[]];

export interface ProviderRegistry {
  /** Configured providers in the order of the options. */
  readonly names: readonly string[];
  /** Every account that has a key, in the order of the options. */
  readonly keyedAccounts: readonly KeyedAccount[];
  /** What looks wrong and need not be: one sentence each, without a part of a key. */
  readonly warnings: readonly string[];
  /** Makes the candidates of a name: one for each key. @throws UnknownNameError when its provider is not configured. */
  candidates(id: CandidateId): OneOrMore<ModelCandidate>;
  /** The same for embeddings. @throws UnknownNameError; InvalidOptionError when the provider has no embeddings. */
  embedders(id: CandidateId): OneOrMore<EmbeddingCandidate>;
  /** The provider's own batch interface, with its first key; `undefined` when it has none. */
  batch(provider: string): BatchV4 | undefined;
  /** Closes the connections to all providers. */
  close(): Promise<void>;
}

interface Account {
  /** The provider's name, or `groq#2` where it has several keys. */
  readonly name: string;
  readonly access: ProviderAccess;
}

type Accounts = OneOrMore<Account>;

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
  const accountsOf = (provider: string): Accounts => {
    const accounts = providers.get(provider);
    if (!accounts) throw new UnknownNameError('provider', provider, names);
    return accounts;
  };
  return {
    names,
    keyedAccounts: builder.keyedAccounts,
    warnings: builder.warnings,
    candidates: (id) =>
      each(accountsOf(id.provider), ({ name, access }) => {
        const languageModel = access.languageModel(id.model);
        const vendors = vendorsOf(id.provider, languageModel.provider);
        return { ...named(id, name), vendors, languageModel };
      }),
    embedders: (id) =>
      each(accountsOf(id.provider), ({ name, access }) => {
        const embeddingModel = access.embeddingModel(id.model);
        const vendors = vendorsOf(id.provider, embeddingModel.provider);
        return { ...named(id, name), vendors, embeddingModel };
      }),
    batch: (provider) => accountsOf(provider)[0].access.batch?.(),
    async close() {
      await Promise.all(builder.connections.map((connection) => connection.close()));
    },
  };
}

function named({ provider, model }: CandidateId, account: string): Candidate {
  return { id: `${provider}/${model}`, lane: `${account}/${model}`, provider, account, model };
}

function each<Item, Result>(
  [first, ...others]: OneOrMore<Item>,
  make: (item: Item) => Result,
): OneOrMore<Result> {
  return [make(first), ...others.map(make)];
}

/** Collects what the providers have besides their models. */
class RegistryBuilder {
  readonly connections: ProviderConnections[] = [];
  readonly keyedAccounts: KeyedAccount[] = [];
  readonly warnings: string[] = [];

  accountsOf(name: string, options: KeyedProviderOptions | GivenProviderOptions): Accounts {
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
    if ('model' in options || 'embeddingModel' in options) {
      return [{ name, access: givenAccess(field, options) }];
    }
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
      return { name, access: keyedAccess(provider, options, { apiKey, baseURL: baseUrl, fetch }) };
    };
    return [accountOf(first, 0), ...others.map((apiKey, index) => accountOf(apiKey, index + 1))];
  }
}
