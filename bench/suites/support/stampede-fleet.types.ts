import type { StampedeContender } from './stampede-contenders.js';

export interface StampedeOptions {
  readonly name: StampedeContender;
  readonly redisUrl: string;
  readonly processes: number;
  /** Callers in each process that ask for one key at once. */
  readonly callers: number;
  /** How long the factory takes, in ms. */
  readonly factoryMs: number;
  /** Key that nobody has asked for. */
  readonly key: string;
}

/** What one process of it saw. */
export interface StampedeReport {
  readonly computed: number;
  /** Until its last caller had the answer. */
  readonly tookMs: number;
  /** Answers that were not what the factory makes. */
  readonly wrong: number;
}
