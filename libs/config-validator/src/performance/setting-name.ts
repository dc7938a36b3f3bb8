/**
 * What settings mean, whatever their variables are called: the words that performance rules are written in. Units stand
 * in the names; everything without one is a count.
 */
export const SETTINGS = {
  'ai.attemptTimeoutMs': 'how long one attempt at a provider may take',
  'ai.budgetMicroDollars': 'what all answers of a period may cost together, in millionths of a dollar',
  'ai.deadlineMs': 'how long a request to a model may take, all attempts together',
  'cache.l1Bytes': 'what the cache may keep in the memory of the process',
  'cache.maxTtlMs': 'how long an answer may be kept at most',
  'cache.staleForMs': 'how long after its lifetime an answer may still be served',
  'cache.ttlMs': 'how long an answer is kept',
  'database.maxConnections': 'connections that the database server accepts from applications',
  'database.poolSize': 'connections to the database of one process',
  'health.periodMs': 'how often a health check runs',
  'health.timeoutMs': 'how long a health check may take',
  'http.keepAliveMs': 'how long the HTTP server keeps an idle connection open',
  'loadBalancer.idleTimeoutMs': 'how long the load balancer waits on a silent connection',
  'process.heapBytes': 'what the garbage-collected memory of this process may grow to',
  'process.memoryBytes': 'memory of this container, or of the machine',
  'provider.perMinute': 'requests a minute that the provider allows',
  'rateLimit.perMinute': 'requests a minute that our own limit lets through',
  'redis.commandTimeoutMs': 'how long a command to Redis may take',
  'redis.evictionPolicy': 'maxmemory-policy of the Redis server',
  'redis.maxMemoryBytes': 'maxmemory of the Redis server; 0 is no limit',
  'redis.version': 'major version of the Redis server',
  replicas: 'processes of this application that run at the same time',
  'retry.attempts': 'attempts of one request, the first included',
  'shutdown.graceMs': 'how long the process may take to end before it is killed',
} as const;

export type SettingName = keyof typeof SETTINGS;

/** Settings that are texts; all others are numbers. */
type TextSetting = 'redis.evictionPolicy';

export type SettingValue<Name extends SettingName> = Name extends TextSetting ? string : number;

/** Known settings by name. */
export type SettingFacts = { readonly [Name in SettingName]?: SettingValue<Name> };

const TEXTS: ReadonlySet<SettingName> = new Set<TextSetting>(['redis.evictionPolicy']);

export function isTextSetting(name: SettingName): boolean {
  return TEXTS.has(name);
}

export function isSettingName(name: unknown): name is SettingName {
  return typeof name === 'string' && Object.hasOwn(SETTINGS, name);
}
