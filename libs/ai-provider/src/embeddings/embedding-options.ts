import { InvalidOptionError, parseDuration, wholeNumber, type Duration } from '@hydrogenai/common';
import { parseCandidateId } from '../candidates/candidate-id.js';
import type { CallLimits, EmbeddingCandidate } from '../candidates/candidate.js';
import type { ProviderRegistry } from '../providers/provider-registry.js';

/** A name that applications use for vectors, and who makes them. */
export interface EmbeddingModelOptions {
  /**
   * Candidates as `provider/model`, the first choice first. All of them serve the same model: vectors of different models
   * do not compare.
   */
  readonly use: readonly string[];
  /** Length of the vectors, where the model lets one choose. Default: the model's. */
  readonly dimensions?: number;
  /** Time of a whole request, all its calls and attempts included. Default: `'60s'`. */
  readonly deadlineMs?: Duration;
  /** Time of one attempt at one call. Default: an equal share of the time left for it and each candidate not asked yet. */
  readonly attemptMs?: Duration;
  /** Attempts of one call in all, 1 to 20. Default: 3, or one a candidate if these are more. */
  readonly attempts?: number;
  /** Calls at once of one request, 1 to 64. Default: 4. */
  readonly parallel?: number;
}

export type EmbeddingsOptions = Readonly<Record<string, EmbeddingModelOptions>>;

/** A logical embedding model, checked. */
export interface LogicalEmbedder {
  readonly name: string;
  readonly candidates: readonly EmbeddingCandidate[];
  readonly limits: CallLimits;
  readonly parallel: number;
  readonly dimensions: number | undefined;
}

const DEFAULT_ATTEMPTS = 3;
const MOST_ATTEMPTS = 20;
const DEFAULT_PARALLEL = 4;
const MOST_PARALLEL = 64;
const MOST_DIMENSIONS = 65_536;
const AN_HOUR = { minMs: 1, maxMs: 3_600_000 };

/** @throws InvalidOptionError naming the field; UnknownNameError for providers and models that are not configured. */
export function resolveEmbeddings(
  options: EmbeddingsOptions | undefined,
  registry: Pick<ProviderRegistry, 'embedders'>,
): ReadonlyMap<string, LogicalEmbedder> {
  return new Map(
    Object.entries(options ?? {}).map(([name, each]) => [name, resolveEmbedder(name, each, registry)]),
  );
}

function resolveEmbedder(
  name: string,
  options: EmbeddingModelOptions,
  registry: Pick<ProviderRegistry, 'embedders'>,
): LogicalEmbedder {
  const field = `embeddings.${name}`;
  const use: readonly unknown[] = Array.isArray(options?.use) ? options.use : [];
  if (use.length === 0 || new Set(use).size !== use.length) {
    throw new InvalidOptionError({
      field: `${field}.use`,
      accepted: 'one or more different "provider/model" names',
      received: options?.use,
    });
  }
  const ids = options.use.map((id, index) => parseCandidateId(id, `${field}.use[${index}]`));
  const models = [...new Set(ids.map(({ model }) => model))];
  if (models.length > 1) {
    throw new InvalidOptionError({
      field: `${field}.use`,
      accepted: 'candidates of one model, because vectors of different models do not compare',
      received: models.join(', '),
    });
  }
  const { dimensions, parallel = DEFAULT_PARALLEL } = options;
  return {
    name,
    candidates: ids.flatMap((id) => registry.embedders(id)),
    parallel: wholeNumber(parallel, `${field}.parallel`, 1, MOST_PARALLEL),
    dimensions:
      dimensions === undefined
        ? undefined
        : wholeNumber(dimensions, `${field}.dimensions`, 1, MOST_DIMENSIONS),
    limits: resolveLimits(field, options, ids.length),
  };
}

function resolveLimits(field: string, options: EmbeddingModelOptions, candidates: number): CallLimits {
  const { attempts = Math.max(DEFAULT_ATTEMPTS, candidates), attemptMs, deadlineMs = '60s' } = options;
  const totalMs = parseDuration(deadlineMs, `${field}.deadlineMs`, AN_HOUR);
  return {
    attempts: wholeNumber(attempts, `${field}.attempts`, 1, MOST_ATTEMPTS),
    deadlineMs: totalMs,
    attemptMs: attemptMs === undefined ? undefined : parseDuration(attemptMs, `${field}.attemptMs`, AN_HOUR),
    // Vectors are no stream: these two clocks never start.
    firstTokenMs: totalMs,
    idleMs: totalMs,
  };
}
