import type { RedisSource } from '@hydrogenai/common/redis';
import type { ProbeContext } from '../probe.port.js';

const DEFAULT_SENTINEL_PORT = '26379';

export interface SentinelTopology {
  /** What the Sentinels call the master. */
  readonly master: string;
  /** Variables that hold user and password for the servers; schemas must declare them. Default: none. */
  readonly usernameVariable?: string;
  readonly passwordVariable?: string;
  /** Number of the database. Default: 0. */
  readonly database?: number;
}

/**
 * What the variable names: one server (`redis://...`), nodes of a Cluster, or Sentinels. Several addresses stand in one
 * variable with commas between them.
 */
export type RedisTopology = 'single' | 'cluster' | SentinelTopology;

/** Where to connect to. */
export function redisSource(
  topology: RedisTopology,
  { value, lookUp }: Pick<ProbeContext, 'value' | 'lookUp'>,
): RedisSource {
  if (topology === 'single') return { url: value };
  const urls = value
    .split(',')
    .map((url) => url.trim())
    .filter((url) => url !== '');
  if (topology === 'cluster') return { nodes: urls };
  const { master, usernameVariable, passwordVariable, database } = topology;
  return {
    sentinels: urls,
    name: master,
    username: usernameVariable === undefined ? undefined : lookUp(usernameVariable),
    password: passwordVariable === undefined ? undefined : lookUp(passwordVariable),
    database,
  };
}

/** The address of the first node or Sentinel. */
export function firstAddress({ nodes, sentinels }: RedisSource): string {
  const [first = ''] = nodes ?? sentinels ?? [];
  const url = new URL(first);
  if (sentinels !== undefined && url.port === '') url.port = DEFAULT_SENTINEL_PORT;
  return url.href;
}
