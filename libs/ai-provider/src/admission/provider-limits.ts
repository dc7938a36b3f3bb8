import { editDistance, InvalidOptionError, oneOf, wholeNumber } from '@hydrogenai/common';
import { LIMIT_KIND_NAMES, type LimitKind, type Limits } from './limit-kind.js';

/** Limits of one key at a provider, as its console shows them. Whole numbers from 1; what is left out is not limited. */
export interface LimitsOptions {
  readonly requestsPerMinute?: number;
  readonly requestsPerDay?: number;
  /** Input and output together. */
  readonly tokensPerMinute?: number;
  readonly tokensPerDay?: number;
  readonly inputTokensPerMinute?: number;
  readonly outputTokensPerMinute?: number;
}

export interface ProviderLimitsOptions {
  /**
   * What the provider allows each key per model (see `limitsPer`). What it says in the headers of its responses is learned
   * beside it; the smaller one rules. Default: only what is learned.
   */
  readonly limits?: LimitsOptions;
  /** Limits of single models, by model id: they replace those of `limits` that have the same name. */
  readonly modelLimits?: Readonly<Record<string, LimitsOptions>>;
  /** Whether each model has its limits to itself or all models of a key share them. Default: `'model'`. */
  readonly limitsPer?: 'model' | 'provider';
}

/** Resolved limits of one provider. */
export interface ProviderLimits {
  readonly limits: Limits;
  readonly modelLimits: ReadonlyMap<string, Limits>;
  readonly limitsPer: 'model' | 'provider';
}

const NO_LIMITS: ProviderLimits = { limits: {}, modelLimits: new Map(), limitsPer: 'model' };
const LARGEST_LIMIT = 1_000_000_000;

/** @throws InvalidOptionError naming the field. */
export function resolveProviderLimits(
  providers: Readonly<Record<string, ProviderLimitsOptions | undefined>>,
): ReadonlyMap<string, ProviderLimits> {
  return new Map(
    Object.entries(providers).map(([name, options]) => [
      name,
      options === undefined ? NO_LIMITS : resolveOne(options, `providers.${name}`),
    ]),
  );
}

/** Limits that are configured for a model. */
export function configuredLimits(provider: ProviderLimits | undefined, model: string): Limits {
  const { limits, modelLimits } = provider ?? NO_LIMITS;
  const own = modelLimits.get(model);
  return own === undefined ? limits : { ...limits, ...own };
}

function resolveOne(options: ProviderLimitsOptions, field: string): ProviderLimits {
  const limitsPer = oneOf(options.limitsPer ?? 'model', ['model', 'provider'], `${field}.limitsPer`);
  if (limitsPer === 'provider' && options.modelLimits !== undefined) {
    throw new InvalidOptionError({
      field: `${field}.modelLimits`,
      accepted: "nothing beside limitsPer: 'provider', where all models share one set of limits",
      received: undefined,
    });
  }
  return {
    limitsPer,
    limits: resolveLimits(options.limits ?? {}, `${field}.limits`),
    modelLimits: new Map(
      Object.entries(options.modelLimits ?? {}).map(([model, limits]) => [
        model,
        resolveLimits(limits, `${field}.modelLimits["${model}"]`),
      ]),
    ),
  };
}

function resolveLimits(options: unknown, field: string): Limits {
  if (typeof options !== 'object' || options === null) {
    throw new InvalidOptionError({
      field,
      accepted: 'an object such as { requestsPerMinute: 30, tokensPerMinute: 6_000 }',
      received: options,
    });
  }
  const limits: Partial<Record<LimitKind, number>> = {};
  for (const [name, value] of Object.entries(options)) {
    if (!isLimitKind(name)) throw unknownLimit(name, field);
    if (value !== undefined) limits[name] = wholeNumber(value, `${field}.${name}`, 1, LARGEST_LIMIT);
  }
  return limits;
}

function isLimitKind(name: string): name is LimitKind {
  return LIMIT_KIND_NAMES.some((kind) => kind === name);
}

const LONGEST_QUOTED_NAME = 40;

function unknownLimit(name: string, field: string): InvalidOptionError {
  const quoted = name.slice(0, LONGEST_QUOTED_NAME);
  const [nearest] = LIMIT_KIND_NAMES.toSorted(
    (one, other) => editDistance(quoted, one) - editDistance(quoted, other),
  );
  return new InvalidOptionError({
    field: `${field}.${quoted}`,
    accepted: `one of ${LIMIT_KIND_NAMES.join(', ')} (did you mean "${nearest}"?)`,
    received: undefined,
  });
}
