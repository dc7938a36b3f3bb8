import type { Keyring } from '../encryption/keyring.js';
import { openBytes, sealBytes } from '../encryption/seal-bytes.js';
import type { CacheAddress } from '../entry/cache-address.js';
import type { Following } from '../flight/fleet-flight.js';
import type { FleetStreamWriter } from '../flight/stream/fleet-stream.writer.js';
import { OPEN_SEAL, type StreamSeal } from '../flight/stream/fleet-stream.wire.js';
import type { FleetStreams } from '../flight/stream/fleet-streams.js';
import { StreamInterruptedError } from '../flight/stream/stream-interrupted.error.js';
import type { InvalidationLog } from '../invalidation/invalidation-log.js';
import type { Name } from '../invalidation/names.policy.js';
import type { Stamp } from '../invalidation/stamp.js';
import type { RedisStore } from '../redis/redis.store.js';
import type { Found } from './found.js';
import type { LiveAnswer } from './live-answer.js';

export interface LiveFleetParts {
  readonly streams: FleetStreams;
  readonly redis: RedisStore;
  readonly log: InvalidationLog;
  /** What leaves the process is encrypted with it. */
  readonly keyring: Keyring | undefined;
}

/** A running answer as one process asks for it. */
export interface LiveTrip {
  readonly address: CacheAddress;
  /** All that invalidates it. */
  readonly names: readonly Name[];
  readonly live: LiveAnswer;
  readonly ttlMs: number;
}

/** Running answers for other processes, and from them. What was begun before an invalidation is not followed after it. */
export class LiveFleet {
  /** Locks whose streams cannot be followed. */
  private readonly unfit = new WeakMap<LiveAnswer, string>();

  constructor(private readonly parts: LiveFleetParts) {}

  /** @param stamp taken before it was begun; without one nobody could tell whether to follow */
  write(address: CacheAddress, token: string, stamp: Stamp): FleetStreamWriter {
    const { streams, redis } = this.parts;
    return streams.write(redis.placeOf(address).key, token, startOf(stamp), this.sealOf(address));
  }

  /** @throws StreamInterruptedError when it is cut off after its first chunk, or the signal's reason */
  async follow(
    { address, names, live, ttlMs }: LiveTrip,
    token: string,
    firstWithinMs: number,
    signal: AbortSignal,
  ): Promise<Following<Found>> {
    if (this.unfit.get(live) === token) return { kind: 'nothing' };
    const { streams, redis, log } = this.parts;
    const { tenant } = address;
    const ended = await streams
      .follow({
        entry: redis.placeOf(address).key,
        token,
        seal: this.sealOf(address),
        firstWithinMs,
        signal,
        accept: async (start) => {
          const stamp = stampOf(start);
          const verdict = stamp && (await log.verify(tenant, stamp, names));
          if (verdict?.kind !== 'current') return false;
          live.begin({ scope: log.scope(tenant), names, n: verdict.stamp.n });
          return true;
        },
        each: (text) => live.receive(text),
      })
      .catch((error: unknown) => {
        live.stream.fail(error);
        throw error;
      });
    if (ended === 'complete') {
      live.followed = true;
      live.stream.end();
      const { basis, whole: value } = live;
      const found = { from: 'flight', ageMs: 0, remainingMs: ttlMs, factoryMs: 0, costSaved: 0 } as const;
      return { kind: 'landed', result: { ...found, value, basis } };
    }
    if (live.stream.isEmpty) {
      if (ended === 'too-large' || ended === 'not-shareable') this.unfit.set(live, token);
      return { kind: ended === 'outdated' ? 'outdated' : 'nothing' };
    }
    if (ended === 'outdated' || ended === 'busy') throw new TypeError('Nothing comes of these.');
    const error = new StreamInterruptedError(ended);
    live.stream.fail(error);
    throw error;
  }

  /** Each field is bound to its place, so none can be moved, left out or taken from another stream unnoticed. */
  private sealOf({ tenant }: CacheAddress): StreamSeal {
    const { keyring } = this.parts;
    if (keyring === undefined) return OPEN_SEAL;
    return {
      seal: (text, place) => {
        const key = keyring.tenantKey(keyring.active, tenant);
        if (key === undefined) throw new TypeError('The active key is not in its own keyring.');
        return `${keyring.active}:${sealBytes(key, Buffer.from(text), Buffer.from(place)).toString('base64')}`;
      },
      open: (text, place) => {
        const [id = '', sealed = ''] = text.split(':');
        const key = keyring.tenantKey(id, tenant);
        return key && openBytes(key, Buffer.from(sealed, 'base64'), Buffer.from(place))?.toString();
      },
    };
  }
}

function startOf({ life, n }: Stamp): string {
  return `${n}.${life}`;
}

function stampOf(start: string): Stamp | undefined {
  const [, n, life] = /^(\d{1,15})\.(.+)$/.exec(start) ?? [];
  return n === undefined || life === undefined ? undefined : { life, n: Number(n) };
}
