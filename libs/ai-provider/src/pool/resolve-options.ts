import { InvalidOptionError, parseDuration, systemClock, wholeNumber, type Clock } from '@hydrogenai/common';
import { resolveBatchOptions, type ResolvedBatchOptions } from '../batch/batch-options.js';
import { resolveEmbeddings, type LogicalEmbedder } from '../embeddings/embedding-options.js';
import type { AiProviderOptions, LogicalModelOptions } from '../ai-provider.options.js';
import { UnknownNameError } from '../errors/unknown-name.error.js';
import { BUILT_IN_PROVIDERS } from '../providers/provider-options.js';
import { createProviderRegistry, type ProviderRegistry } from '../providers/provider-registry.js';
import type { CallLimits, LogicalModel } from '../candidates/candidate.js';
import { parseCandidateId } from '../candidates/candidate-id.js';

export interface ResolvedAiProviderOptions {
  readonly providerNames: readonly string[];
  readonly models: ReadonlyMap<string, LogicalModel>;
  readonly embeddings: ReadonlyMap<string, LogicalEmbedder>;
  readonly batch: ResolvedBatchOptions;
  /** The batch interface of a provider, where it has one. */
  readonly batchOf: ProviderRegistry['batch'];
  readonly defaultModel: string;
  readonly clock: Clock;
  readonly random: () => number;
  /** Closes the connections to all providers. */
  readonly closeConnections: () => Promise<void>;
}

/** Default models: small and cheap ones of each provider. Model lists of the providers, 2026-11-23. */
const DEFAULT_MODEL_IDS: Readonly<Record<(typeof BUILT_IN_PROVIDERS)[number], string>> = {
  groq: 'openai/gpt-oss-120b',
  openai: 'gpt-5.4-mini',
  anthropic: 'claude-haiku-5-5',
};

const DEFAULT_ATTEMPTS = 3;
const MOST_ATTEMPTS = 20;
const AN_HOUR = { minMs: 1, maxMs: 3_600_000 };

/**
 * Fills the defaults and checks everything that can be checked without a network.
 * @throws InvalidOptionError naming the field; UnknownNameError for a candidate of a provider that is not configured.
 */
export function resolveAiProviderOptions(options: AiProviderOptions): ResolvedAiProviderOptions {
  const registry = createProviderRegistry(options.providers);
  const models = new Map<string, LogicalModel>();
  for (const [name, model] of Object.entries(options.models ?? defaultModels(registry))) {
    models.set(name, resolveModel(name, model, registry));
  }
  const names = [...models.keys()];
  const defaultModel = options.defaultModel ?? (models.has('chat') ? 'chat' : names[0]);
  if (defaultModel === undefined) {
    throw new InvalidOptionError({
      field: 'models',
      accepted: 'at least one logical model',
      received: options.models,
    });
  }
  if (!models.has(defaultModel)) throw new UnknownNameError('model', defaultModel, names);
  return {
    providerNames: registry.names,
    models,
    embeddings: resolveEmbeddings(options.embeddings, registry),
    batch: resolveBatchOptions(options.batch, 'batch'),
    batchOf: registry.batch,
    defaultModel,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    closeConnections: registry.close,
  };
}

function defaultModels(registry: ProviderRegistry): Readonly<Record<string, LogicalModelOptions>> {
  const use = BUILT_IN_PROVIDERS.filter((name) => registry.names.includes(name)).map(
    (name) => `${name}/${DEFAULT_MODEL_IDS[name]}`,
  );
  return use.length === 0 ? {} : { chat: { use } };
}

function resolveModel(name: string, options: LogicalModelOptions, registry: ProviderRegistry): LogicalModel {
  const field = `models.${name}`;
  if (
    !Array.isArray(options?.use) ||
    options.use.length === 0 ||
    new Set(options.use).size !== options.use.length
  ) {
    throw new InvalidOptionError({
      field: `${field}.use`,
      accepted: 'one or more different "provider/model" names',
      received: options?.use,
    });
  }
  const candidates = options.use.map((id, index) =>
    registry.candidate(parseCandidateId(id, `${field}.use[${index}]`)),
  );
  return { name, candidates, limits: resolveLimits(field, options, candidates.length) };
}

function resolveLimits(field: string, options: LogicalModelOptions, candidates: number): CallLimits {
  return {
    attempts: wholeNumber(
      options.attempts ?? Math.max(DEFAULT_ATTEMPTS, candidates),
      `${field}.attempts`,
      1,
      MOST_ATTEMPTS,
    ),
    deadlineMs: parseDuration(options.deadlineMs ?? '60s', `${field}.deadlineMs`, AN_HOUR),
    firstTokenMs: parseDuration(options.firstTokenMs ?? '10s', `${field}.firstTokenMs`, AN_HOUR),
    idleMs: parseDuration(options.idleMs ?? '15s', `${field}.idleMs`, AN_HOUR),
    attemptMs:
      options.attemptMs === undefined
        ? undefined
        : parseDuration(options.attemptMs, `${field}.attemptMs`, AN_HOUR),
  };
}
