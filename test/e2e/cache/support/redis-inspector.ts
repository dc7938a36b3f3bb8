import { Redis } from 'ioredis';

/** A connection of the test's own, to look at a server and to tamper with it. */
export class RedisInspector implements AsyncDisposable {
  readonly client: Redis;

  constructor(url: string) {
    this.client = new Redis(url);
  }

  /** How often the server ran a command since its start. */
  async calls(command: string): Promise<number> {
    const info = await this.client.info('commandstats');
    return Number(new RegExp(`^cmdstat_${command}:calls=(\\d+)`, 'm').exec(info)?.[1] ?? 0);
  }

  /** Connections beside its own. */
  async otherClients(): Promise<number> {
    const list = String(await this.client.client('LIST'));
    return list.trim().split('\n').length - 1;
  }

  /** Keys but those in which the cache keeps book: invalidations, leases, and locks of computations. */
  async keys(): Promise<string[]> {
    const keys = await this.client.keys('*');
    return keys.filter((key) => !/:(?:invalidations|leases|lock)$/.test(key));
  }

  /** Everything that the server holds, keys and values, as one text in which secrets can be looked for. */
  async everything(): Promise<string> {
    // DUMP would compress what is looked for.
    await this.client.config('SET', 'rdbcompression', 'no');
    const keys = await this.client.keys('*');
    const dumps = await Promise.all(keys.map((key) => this.client.dumpBuffer(key)));
    return [...keys, ...dumps.map((dump) => dump?.toString('latin1') ?? '')].join('\n');
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.client.disconnect();
    return Promise.resolve();
  }
}
