import type { Clock } from '@hydrogenai/common';
import { RedisScript, type RedisLike } from '@hydrogenai/common/redis';
import { randomBytes } from 'node:crypto';
import { ACQUIRE_LUA, RELEASE_LUA, RENEW_LUA } from './fleet-lock.lua.js';

/** Makes one call to Redis, within a deadline. Rejects when Redis is down or late. */
export type CallRedis = <Result>(call: (client: RedisLike) => Promise<Result>) => Promise<Result>;

/** The keys of one answer, all of one slot. */
export interface FleetKeys {
  readonly entry: string;
  readonly lock: string;
  /** Where its processes tell each other that the lock is free. */
  readonly channel: string;
}

/** What became of a computation: 'unstored' when its answer is good but is not kept. */
export type Outcome = 'stored' | 'unstored' | 'failed';

export type Acquired = 'there' | 'locked' | 'busy';

const acquire = new RedisScript(ACQUIRE_LUA);
const renew = new RedisScript(RENEW_LUA);
const release = new RedisScript(RELEASE_LUA);

/** Renewed so often in a lease: two renewals may be lost. */
const RENEWALS = 3;

/** @param entry the key of the answer, whose hash tag all others keep */
export function fleetKeysOf(entry: string): FleetKeys {
  return { entry, lock: `${entry}:lock`, channel: `${entry}:free` };
}

/** A lock of one process on one answer, which ends by itself when the process does. */
export class FleetLock {
  /** 128 bits: no other lock has it. */
  readonly token = randomBytes(16).toString('base64url');
  private cancelRenewal: (() => void) | undefined;

  constructor(
    private readonly keys: FleetKeys,
    private readonly parts: { readonly call: CallRedis; readonly clock: Clock; readonly leaseMs: number },
  ) {}

  /**
   * @param useless whether what the entry holds is known to be of no use; else an entry that is there is not computed again
   * @throws when Redis does not answer
   */
  async acquire(useless: boolean): Promise<Acquired> {
    const { lock, entry } = this.keys;
    const { call, leaseMs } = this.parts;
    const answer = await call((client) =>
      acquire.run(client, [lock, entry], [this.token, leaseMs, useless ? '1' : '0']),
    );
    if (answer === 'locked') this.renewLater();
    // These three are all that the script answers.
    return answer as Acquired;
  }

  /** Resolves when Redis knows, or could not be reached: then the lease ends by itself. */
  async release(outcome: Outcome): Promise<void> {
    this.stopRenewing();
    try {
      await this.parts.call((client) =>
        release.run(client, [this.keys.lock], [this.token, this.keys.channel, outcome]),
      );
    } catch {
      // Counted by the guard of the connection.
    }
  }

  private stopRenewing(): void {
    this.cancelRenewal?.();
    this.cancelRenewal = undefined;
  }

  private renewLater(): void {
    const { clock, leaseMs } = this.parts;
    this.cancelRenewal = clock.after(leaseMs / RENEWALS, () => void this.renew());
  }

  /** Goes on after an error: the lease may still hold when Redis is back. Ends when the lock is another's. */
  private async renew(): Promise<void> {
    const { call, leaseMs } = this.parts;
    let held = true;
    try {
      held = (await call((client) => renew.run(client, [this.keys.lock], [this.token, leaseMs]))) === 1;
    } catch {
      // Counted by the guard of the connection.
    }
    if (held && this.cancelRenewal !== undefined) this.renewLater();
  }
}
