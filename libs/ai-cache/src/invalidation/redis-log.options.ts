import type { RedisLike } from '@hydrogenai/common/redis';

/** Calls to Redis, each within a deadline; they reject at once while Redis is known to be down. */
export interface RedisCalls {
  /** `down` while Redis is known not to answer. */
  readonly state: 'up' | 'down';
  run<Result>(deadlineMs: number, call: (client: RedisLike) => Promise<Result>): Promise<Result>;
}

export interface RedisLogOptions {
  readonly client: RedisLike;
  readonly calls: RedisCalls;
  readonly prefix: string;
  /** Longest wait for a reading, in ms. */
  readonly deadlineMs: number;
  /** Longest wait for an invalidation or a commit to be carried out, in ms. */
  readonly writeDeadlineMs: number;
  readonly leaseMs: number;
  /** How long Redis keeps the log after its last use, in ms: longer than any entry lives. */
  readonly retentionMs: number;
  /** Names in the log of one tenant; then the oldest quarter is dropped with all entries that are as old. Default: 65,536. */
  readonly mostNames?: number;
}
