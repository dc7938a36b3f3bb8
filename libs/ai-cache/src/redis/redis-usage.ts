/** The second tier in numbers. */
export interface RedisUsage {
  /** `off` without Redis, `down` while it does not answer: then every request is served as if it held nothing. */
  readonly state: 'off' | 'up' | 'down';
  /** Calls that failed, by kind. */
  readonly errors: {
    /** No answer within the deadline. */
    readonly deadline: number;
    /** The connection broke or could not be used. */
    readonly connection: number;
    /** Redis refused the command, for example for want of memory. */
    readonly reply: number;
  };
  /** Calls that were not made because Redis was down. */
  readonly skipped: number;
  /** Writes that were left out because too many were waiting. */
  readonly droppedWrites: number;
  /** Entries that could not be read: cut off, of another version, or not ours. */
  readonly unreadable: number;
}

export const REDIS_OFF: RedisUsage = {
  state: 'off',
  errors: { deadline: 0, connection: 0, reply: 0 },
  skipped: 0,
  droppedWrites: 0,
  unreadable: 0,
};
