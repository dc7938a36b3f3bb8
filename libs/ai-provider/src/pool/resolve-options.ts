import { InvalidOptionError, parseDuration, systemClock, wholeNumber, type Clock } from '@hydrogenai/common';
import {
  resolveAdmissionOptions,
  type AdmissionOptions,
  type ResolvedAdmissionOptions,
} from '../admission/admission.options.js';
import {
  isAutoModel,
  resolveAutoModel,
  type AutoMapping,
  type AutoModelOptions,
} from '../classification/auto-model.options.js';
import { resolveClassifier, type ResolvedClassifier } from '../classification/classifier.options.js';
import { resolveMoneyOptions, type ResolvedMoneyOptions } from '../money/money.options.js';
import { resolveProviderLimits, type ProviderLimits } from '../admission/provider-limits.js';
import { resolveBatchOptions, type ResolvedBatchOptions } from '../batch/batch-options.js';
import { resolveEmbeddings, type LogicalEmbedder } from '../embeddings/embedding-options.js';
import type { AiProviderOptions, LogicalModelOptions } from '../ai-provider.options.js';
import { UnknownNameError } from '../errors/unknown-name.error.js';
import { resolveSelection, resolveSettings, type CandidateOptions } from '../selection/candidate-settings.js';
import { resolveHedgeOptions } from '../hedging/hedge.options.js';
import { BUILT_IN_PROVIDERS } from '../providers/provider-options.js';
import { createProviderRegistry, type ProviderRegistry } from '../providers/provider-registry.js';
import type { CallLimits, LogicalModel } from '../candidates/candidate.js';

import { resolveBreakerOptions, type ResolvedBreakerOptions } from '../health/breaker.options.js';
import { resolveSharedStateOptions, type SharedState } from '../health/shared-state.options.js';
import type { KeyedAccount } from '../providers/key-check.js';
import { parseCandidateId } from '../candidates/candidate-id.js';

export interface ResolvedAiProviderOptions {
  readonly providerNames: readonly string[];
  readonly models: ReadonlyMap<string, LogicalModel>;
  readonly embeddings: ReadonlyMap<string, LogicalEmbedder>;
  readonly batch: ResolvedBatchOptions;
  /** The batch interface of a provider, where it has one. */
  readonly batchOf: ProviderRegistry['batch'];
  readonly defaultModel: string;
  /** Logical models that choose among the others. */
  readonly autos: ReadonlyMap<string, AutoMapping>;
  readonly classifier: ResolvedClassifier;
  readonly money: ResolvedMoneyOptions;
  readonly admission: ResolvedAdmissionOptions;
  /** By provider name. */
  readonly limits: ReadonlyMap<string, ProviderLimits>;
  readonly clock: Clock;
  readonly random: () => number;
  /** `undefined`: no breakers. */
  readonly breaker: ResolvedBreakerOptions | undefined;
  /** `undefined`: this process only. */
  readonly sharedState: SharedState | undefined;
  /** Every account that has a key. */
  readonly keyedAccounts: readonly KeyedAccount[];
  /** What looks wrong and need not be, for the log at the start; no part of a key is in it. */
  readonly warnings: readonly string[];
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
  const choosing: [name: string, model: AutoModelOptions][] = [];
  for (const [name, model] of Object.entries(options.models ?? defaultModels(registry))) {
    if (isAutoModel(model)) choosing.push([name, model]);
    else models.set(name, resolveModel(name, model, registry));
  }
  const classifier = resolveClassifier(options.classification, [...models.keys()]);
  const autos = resolveAutos(choosing, [...models.keys()], classifier);
  const names = [...models.keys(), ...autos.keys()];
  const defaultModel = options.defaultModel ?? (models.has('chat') ? 'chat' : names[0]);
  if (defaultModel === undefined) {
    throw new InvalidOptionError({
      field: 'models',
      accepted: 'at least one logical model',
      received: options.models,
    });
  }
  if (!names.includes(defaultModel)) throw new UnknownNameError('model', defaultModel, names);
  return {
    providerNames: registry.names,
    models,
    embeddings: resolveEmbeddings(options.embeddings, registry),
    batch: resolveBatchOptions(options.batch, 'batch'),
    batchOf: registry.batch,
    defaultModel,
    autos,
    classifier,
    money: resolveMoneyOptions(options),
    admission: resolveAdmissionOptions(withSharedRedis(options), 'admission'),
    limits: resolveProviderLimits(options.providers),
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    breaker: resolveBreakerOptions(options.breaker, 'breaker'),
    sharedState: resolveSharedStateOptions(options.sharedState, 'sharedState'),
    keyedAccounts: registry.keyedAccounts,
    warnings: registry.warnings,
    closeConnections: registry.close,
  };
}

function resolveAutos(
  choosing: readonly (readonly [name: string, model: AutoModelOptions])[],
  models: readonly string[],
  { rules }: ResolvedClassifier,
): ReadonlyMap<string, AutoMapping> {
  const context = { types: rules.types, models, autoModels: choosing.map(([name]) => name) };
  return new Map(choosing.map(([name, model]) => [name, resolveAutoModel(model, context, `models.${name}`)]));
}

/** Processes that share what they know share the limits of their providers, too, unless these have a Redis of their own. */
function withSharedRedis({ admission, sharedState }: AiProviderOptions): AdmissionOptions | undefined {
  if (sharedState === undefined || admission?.redis !== undefined) return admission;
  const { redis, instances } = sharedState;
  return { redis, ...(instances === undefined ? {} : { instances }), ...admission };
}

function defaultModels(registry: ProviderRegistry): Readonly<Record<string, LogicalModelOptions>> {
  const use = BUILT_IN_PROVIDERS.filter((name) => registry.names.includes(name)).map(
    (name) => `${name}/${DEFAULT_MODEL_IDS[name]}`,
  );
  return use.length === 0 ? {} : { chat: { use } };
}

function resolveModel(name: string, options: LogicalModelOptions, registry: ProviderRegistry): LogicalModel {
  const field = `models.${name}`;
  const ids = Array.isArray(options?.use) ? options.use.map(idOf) : [];
  if (ids.length === 0 || new Set(ids).size !== ids.length) {
    throw new InvalidOptionError({
      field: `${field}.use`,
      accepted: 'one or more different "provider/model" names, each alone or as { model, weight, supports }',
      received: options?.use,
    });
  }
  const candidates = ids.flatMap((id, index) =>
    registry.candidates(parseCandidateId(id, `${field}.use[${index}]`)),
  );
  return {
    name,
    candidates,
    limits: resolveLimits(field, options, candidates.length),
    ...resolveSelection(options, field),
    hedge: options.hedge === undefined ? undefined : resolveHedgeOptions(options.hedge, `${field}.hedge`),
    settings: resolveSettings(options.use, `${field}.use`),
  };
}

/** Whatever it is: the parser of names says what is wrong with it. */
function idOf(entry: string | CandidateOptions): string {
  return typeof entry === 'object' && entry !== null ? entry.model : entry;
}

function resolveLimits(field: string, options: LogicalModelOptions, candidates: number): CallLimits {
  return {
    attempts: wholeNumber(
      options.attempts ?? Math.min(MOST_ATTEMPTS, Math.max(DEFAULT_ATTEMPTS, candidates)),
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
