import { generateCacheKey } from '@hydrogenai/common';
import { Absent } from '../entry/absent.js';
import type { AnswerFactory, CacheRequest } from '../entry/cache-request.js';
import type { Reach } from '../invalidation/invalidation-log.js';
import type { AnswerLadder } from '../results/answer-ladder.js';
import type { ResultCache } from '../results/result.cache.js';
import { checkSource } from '../results/result-tags.policy.js';
import { fromJson, toJson } from '../rich/rich-value.codec.js';
import { cacheSchemaChanged } from './schema.facts.js';
import { judgeSchema, nextLifeMs, type LifeBounds, type SchemaMemory } from './schema-life.policy.js';
import { resolveLifeBounds, type SchemaOptions } from './schema.options.js';

interface StoredSchema extends SchemaMemory {
  readonly schema: unknown;
  readonly change: 'unchanged' | 'changed' | 'unknown';
}

/** A schema that was just loaded. */
export interface RefreshedSchema<T> {
  readonly schema: T;
  /** Whether it is another than the last one. `unknown` when none is remembered. */
  readonly change: 'unchanged' | 'changed' | 'unknown';
}

const NAMESPACE = 'schemas';

/**
 * Schemas of sources. One that is loaded again unchanged is served longer; when it has changed, the results of the source
 * are invalidated before anybody gets the new schema. Equal is what has an equal canonical form: the order of properties does
 * not count, that of arrays does. Every caller gets a copy of its own.
 */
export class SchemaCache {
  constructor(
    private readonly answers: AnswerLadder,
    private readonly results: Pick<ResultCache, 'invalidateSource'>,
    private readonly maxTtlMs: number,
  ) {}

  /**
   * The schema of a source, or what `load` returns; concurrent callers load it once.
   * @throws InvalidOptionError; NotCanonicalError, ValueNotCacheableError for a schema that has no canonical form or cannot be
   * stored; what `load` throws; the signal's reason.
   */
  async getOrLoad<T>(source: string, load: AnswerFactory<T>, options: SchemaOptions = {}): Promise<T> {
    const bounds = resolveLifeBounds(options, this.maxTtlMs);
    const place = placeOf(source);
    const found = await this.answers.lookup<StoredSchema>(place);
    if (found !== Absent) {
      // It was stored for the longest life that it could get; when it had changed, it got a shorter one.
      if ((found.hit?.ageMs ?? 0) < found.value.lifeMs) return readSchema<T>(found.value);
      await this.answers.invalidate({ keys: [place] });
    }
    return readSchema<T>(await this.load(source, load, bounds, options.signal));
  }

  /** Loads the schema now, whatever is stored. A failing `load` leaves nothing stored. @throws as `getOrLoad` */
  async refresh<T>(
    source: string,
    load: AnswerFactory<T>,
    options: SchemaOptions = {},
  ): Promise<RefreshedSchema<T>> {
    const bounds = resolveLifeBounds(options, this.maxTtlMs);
    await this.invalidate(source);
    const stored = await this.load(source, load, bounds, options.signal);
    return { schema: readSchema<T>(stored), change: stored.change };
  }

  /** The next caller loads the schema. What is remembered to tell a change stays. @throws InvalidOptionError */
  async invalidate(source: string): Promise<Reach> {
    return this.answers.invalidate({ keys: [placeOf(source)] });
  }

  private async load(
    source: string,
    load: AnswerFactory<unknown>,
    bounds: LifeBounds,
    signal: AbortSignal | undefined,
  ): Promise<StoredSchema> {
    const before = await this.remembered(source);
    const request = { ...placeOf(source), ttl: nextLifeMs(before, bounds) };
    const { value } = await this.answers.answer<StoredSchema>(
      request,
      async (flight) => this.judged(source, await load(flight), bounds),
      { signal },
    );
    return value;
  }

  /** Before it is handed out or stored, so that nobody has the new schema and results of the old one. */
  private async judged(source: string, schema: unknown, bounds: LifeBounds): Promise<StoredSchema> {
    const fingerprint = generateCacheKey(schema);
    const { change, lifeMs } = judgeSchema(fingerprint, await this.remembered(source), bounds);
    if (change !== 'unchanged') await this.results.invalidateSource(source);
    if (change === 'changed') cacheSchemaChanged.publish(() => ({ source }));
    const memory: SchemaMemory = { fingerprint, lifeMs };
    await this.answers.set({ ...memoryPlaceOf(source), ttl: this.maxTtlMs }, memory);
    return { ...memory, change, schema: toJson(schema) };
  }

  private async remembered(source: string): Promise<SchemaMemory | undefined> {
    const found = await this.answers.lookup<SchemaMemory>(memoryPlaceOf(source));
    return found === Absent ? undefined : found.value;
  }
}

function placeOf(source: string): CacheRequest {
  return { namespace: NAMESPACE, key: ['schema', checkSource(source)] };
}

function memoryPlaceOf(source: string): CacheRequest {
  return { namespace: NAMESPACE, key: ['memory', source] };
}

function readSchema<T>({ schema }: StoredSchema): T {
  // What is stored for this source was made by its `load`.
  return fromJson(schema) as T;
}
