/**
 * Does the measured operation `n` times. May be asynchronous as a whole: then one promise per call of `run` is
 * awaited, so await inside for each operation. What it returns is kept alive, so that the work is not optimised away.
 */
export type MicroRun = (n: number) => unknown;

/** Operations of nanoseconds to microseconds, measured in batches. */
export interface MicroMeasurement<Name extends string> {
  readonly kind: 'micro';
  readonly contenders: Readonly<Record<Name, MicroRun>>;
  readonly options: Required<MicroOptions>;
}

export interface MicroOptions {
  /** How long a batch takes at least, in ms; the number of operations is calibrated to it. Default 5. */
  readonly batchMs?: number;
  /** Batches per contender and round; their median is the round's figure. Default 15. */
  readonly batches?: number;
}

export interface MicroFigures {
  /** Nanoseconds per operation: median over rounds of the median over batches. */
  readonly nsPerOp: number;
  /** Interquartile range of the rounds' medians, in ns. */
  readonly iqrNs: number;
  /** The median of each round, in ns. */
  readonly rounds: readonly number[];
}

/** One request; `index` counts up within a turn. A rejection ends the whole bench: failed requests have no latency. */
export type LoadRequest = (index: number) => Promise<unknown>;

/** Requests over sockets, kept in flight at a fixed concurrency (closed loop). */
export interface LoadMeasurement<Name extends string> {
  readonly kind: 'load';
  readonly contenders: Readonly<Record<Name, LoadRequest>>;
  readonly options: Required<LoadOptions>;
}

export interface LoadOptions {
  /** Requests in flight at any time. */
  readonly concurrency: number;
  /** Length of a contender's turn in a round, in ms. Default 500. */
  readonly turnMs?: number;
  /** Length of each contender's unmeasured first turn, in ms. Default: as `turnMs`. */
  readonly warmUpMs?: number;
}

export interface LoadRound {
  /** Latency that half of the requests stayed below, in ms. */
  readonly p50Ms: number;
  /** Latency that 99 % of the requests stayed below, in ms. */
  readonly p99Ms: number;
  readonly requestsPerSecond: number;
  /** CPU time, user and system, of the measuring process (upstreams are other processes), in microseconds. */
  readonly cpuUsPerRequest: number;
}

/** Each figure is the median over rounds. */
export interface LoadFigures extends LoadRound {
  readonly rounds: readonly LoadRound[];
}

export type Measurement = MicroMeasurement<string> | LoadMeasurement<string>;

/** Contender by contender what a measurement gives. */
export type ResultOf<M> =
  M extends MicroMeasurement<infer Name>
    ? Readonly<Record<Name, MicroFigures>>
    : M extends LoadMeasurement<infer Name>
      ? Readonly<Record<Name, LoadFigures>>
      : never;

/** Compares operations in ns. All contenders must do the same work on the same input. */
export function micro<Name extends string>(
  contenders: Readonly<Record<Name, MicroRun>>,
  options: MicroOptions = {},
): MicroMeasurement<Name> {
  return { kind: 'micro', contenders, options: { batchMs: 5, batches: 15, ...options } };
}

/** Compares requests under load. */
export function load<Name extends string>(
  options: LoadOptions,
  contenders: Readonly<Record<Name, LoadRequest>>,
): LoadMeasurement<Name> {
  const turnMs = options.turnMs ?? 500;
  return { kind: 'load', contenders, options: { warmUpMs: turnMs, ...options, turnMs } };
}
