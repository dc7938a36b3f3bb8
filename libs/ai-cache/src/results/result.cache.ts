import { InvalidOptionError } from '@hydrogenai/common';
import type { CacheHit } from '@hydrogenai/common/models';
import type { AnswerFactory, CacheRequest } from '../entry/cache-request.js';
import type { Reach } from '../invalidation/invalidation-log.js';
import { fromJson, toJson } from '../rich/rich-value.codec.js';
import type { AnswerLadder } from './answer-ladder.js';
import type { ResultOptions, ResultQuery } from './result-query.js';
import { checkSource, sourceTag, tableTag } from './result-tags.policy.js';
import { normalizeStatement } from './statement.policy.js';

/** A result, and how it was found. */
export interface ResolvedResult<T> {
  readonly result: T;
  /** Where it was found; undefined when the query ran for this very call. */
  readonly hit: CacheHit | undefined;
}

/**
 * Results of queries. They keep dates, bytes, bigints and `undefined`; rows must be plain objects. Every caller gets a copy
 * of its own. Results belong to the tenant of the running request.
 */
export class ResultCache {
  constructor(private readonly answers: AnswerLadder) {}

  /**
   * The stored result, or what `run` returns; concurrent callers of one query run it once.
   * @throws InvalidOptionError, NotCanonicalError for a query that cannot be a key; ValueNotCacheableError for a result that
   * cannot be stored; what `run` throws; the signal's reason.
   */
  async getOrRun<T>(query: ResultQuery<T>, run: AnswerFactory<T>, options?: ResultOptions<T>): Promise<T> {
    const { result } = await this.resolve(query, run, options);
    return result;
  }

  /** Like `getOrRun`, and says where the result came from. */
  async resolve<T>(
    query: ResultQuery<T>,
    run: AnswerFactory<T>,
    { store, signal }: ResultOptions<T> = {},
  ): Promise<ResolvedResult<T>> {
    const { tags } = query;
    // What is stored for this query was made by `run` of it.
    const read = (stored: unknown): T => fromJson(stored) as T;
    const { value, hit } = await this.answers.answer<unknown>(
      requestOf(query),
      async (flight) => toJson(await run(flight)),
      {
        signal,
        store: store && ((stored) => store(read(stored))),
        tags: typeof tags === 'function' ? (stored) => tags(read(stored)) : undefined,
      },
    );
    return { result: read(value), hit };
  }

  /** Invalidates all results of a source. Resolves as `AiCacheService.invalidate` does. @throws InvalidOptionError */
  invalidateSource(source: string): Promise<Reach> {
    return this.invalidate([sourceTag(checkSource(source))]);
  }

  /**
   * Invalidates the results that were read from one of these tables, without regard to case.
   * @throws InvalidOptionError for none, for more than 64, and for names that cannot be
   */
  invalidateTables(source: string, tables: readonly string[]): Promise<Reach> {
    const name = checkSource(source);
    return this.invalidate(tables.map((table) => tableTag(name, table)));
  }

  private async invalidate(tags: readonly string[]): Promise<Reach> {
    return this.answers.invalidate({ tags });
  }
}

function requestOf<T>(query: ResultQuery<T>): CacheRequest {
  const { statement, parameters = [], epoch, tables = [], tags = [], ttl, verbatim = false } = query;
  const source = checkSource(query.source);
  if (typeof statement !== 'string' || statement === '') {
    throw new InvalidOptionError({
      field: 'statement',
      accepted: 'a text that is not empty',
      received: statement,
      secret: true,
    });
  }
  const spelled = verbatim ? statement : normalizeStatement(statement);
  return {
    namespace: `results:${source}`,
    key: [spelled, parameters, epoch],
    tags: [
      sourceTag(source),
      ...tables.map((table) => tableTag(source, table)),
      ...(typeof tags === 'function' ? [] : tags),
    ],
    ttl,
  };
}
