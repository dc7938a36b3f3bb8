export type RedisKind = 'redis' | 'valkey' | 'keydb' | 'dragonfly' | 'unknown';
export type RedisMode = 'standalone' | 'cluster' | 'sentinel' | 'unknown';
export type RedisVersion = readonly [major: number, minor: number, patch: number];

/** What a server says of itself. */
export interface RedisIdentity {
  readonly kind: RedisKind;
  /** Of its own kind: Valkey 8.1.1, although it also calls itself Redis 7.2.4. */
  readonly version: RedisVersion | undefined;
  readonly mode: RedisMode;
}

const MODES: readonly RedisMode[] = ['standalone', 'cluster', 'sentinel'];

/** Reads the answer of INFO. All four kinds say `redis_version`, so their own marks are looked for first. */
export function identifyRedis(info: string): RedisIdentity {
  const fields = fieldsOf(info);
  // Valkey says server_mode.
  const said = fields.get('redis_mode') ?? fields.get('server_mode');
  const mode = MODES.find((candidate) => candidate === said) ?? 'unknown';
  const identity = (kind: RedisKind, version: string): RedisIdentity => ({
    kind,
    version: versionOf(fields.get(version)),
    mode,
  });
  if (fields.has('dragonfly_version')) return identity('dragonfly', 'dragonfly_version');
  if (fields.has('valkey_version')) return identity('valkey', 'valkey_version');
  // KeyDB has no version field of its own; this one stands in its section "KeyDB".
  if (fields.has('mvcc_depth')) return identity('keydb', 'redis_version');
  return identity(fields.has('redis_version') ? 'redis' : 'unknown', 'redis_version');
}

function fieldsOf(info: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of info.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1));
  }
  return fields;
}

/** Dragonfly writes `df-v1.40.1`. */
function versionOf(text = ''): RedisVersion | undefined {
  const match = /^(?:df-)?v?(\d{1,5})\.(\d{1,5})\.(\d{1,5})/.exec(text);
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : undefined;
}
