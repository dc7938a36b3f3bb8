import { randomUUID } from 'node:crypto';
import { RedisScript, type RedisLike } from '@hydrogenai/common/redis';

/** A process that dies lets go after this long; one that lives renews it with every exchange. */
const LEASE_MS = 5_000;

const IF_MINE_LUA = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if ARGV[2] == '0' then return redis.call('DEL', KEYS[1]) end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
`;

/** Rights of which each has one holder among all processes: a key that expires by itself. */
export class ProbeLeases {
  private readonly script = new RedisScript(IF_MINE_LUA);
  private readonly held = new Map<string, string>();

  constructor(
    private readonly client: RedisLike,
    private readonly tag: string,
  ) {}

  /** False while another process has it. @throws errors of ioredis. */
  async take(name: string): Promise<boolean> {
    const token = randomUUID();
    const answer = await this.client.set(this.keyOf(name), token, 'PX', LEASE_MS, 'NX');
    if (answer === 'OK') this.held.set(name, token);
    return answer === 'OK';
  }

  /** @throws errors of ioredis; then it ends by itself. */
  async giveBack(name: string): Promise<void> {
    const token = this.held.get(name);
    if (token === undefined) return;
    this.held.delete(name);
    await this.script.run(this.client, [this.keyOf(name)], [token, 0]);
  }

  /** @throws errors of ioredis. */
  async renew(): Promise<void> {
    await Promise.all(
      [...this.held].map(([name, token]) =>
        this.script.run(this.client, [this.keyOf(name)], [token, LEASE_MS]),
      ),
    );
  }

  private keyOf(name: string): string {
    return `${this.tag}:probe:${name}`;
  }
}
