import type { Duration } from '@hydrogenai/common';

/** A query, and what its result depends on. */
export interface ResultQuery<T = unknown> {
  /** Name of the database or service: 1 to 64 characters without spaces. Results of two sources never meet. */
  readonly source: string;
  /**
   * The statement. White space between words does not count; see `verbatim`. Nothing else is taken for equal: neither case
   * nor comments, and never anything in quotation marks.
   */
  readonly statement: string;
  /**
   * In their order, or by name. Types count: `1`, `'1'`, `1n` and `true` differ; dates, bytes, maps and sets are compared by
   * their content. Default: none.
   */
  readonly parameters?: readonly unknown[] | Readonly<Record<string, unknown>> | undefined;
  /** Which state of the data was asked, if the source counts them: results of another epoch are other results. */
  readonly epoch?: string | number | bigint | undefined;
  /** Tables or entities that the result was read from, without regard to case. `invalidateTables` takes them. Default: none. */
  readonly tables?: readonly string[] | undefined;
  /** Tags beside those, as for any answer; a function gets the result. At most 64 with the tables. Default: none. */
  readonly tags?: readonly string[] | ((result: T) => readonly string[]) | undefined;
  /** Lifetime, 1 ms to `maxTtl`. Default: `ttl` of the module. */
  readonly ttl?: Duration | undefined;
  /** Takes white space as it is, for languages in which it has a meaning. Default: false. */
  readonly verbatim?: boolean | undefined;
}

export interface ResultOptions<T> {
  /** Whether to keep a result. Default: always. */
  readonly store?: ((result: T) => boolean) | undefined;
  /** Lets this caller stop waiting. The query is aborted when its last caller has left. */
  readonly signal?: AbortSignal | undefined;
}
