import { systemClock, type Clock } from '@hydrogenai/common';
import { openRedis, withinDeadline } from '@hydrogenai/common/redis';
import { once } from 'node:events';
import { FleetFlight, type FleetFlightParts } from '../../../../libs/ai-cache/src/flight/fleet-flight.js';
import { FleetStreams } from '../../../../libs/ai-cache/src/flight/stream/fleet-streams.js';
import { FleetSignals } from '../../../../libs/ai-cache/src/flight/fleet-signals.js';
import { SingleFlight } from '../../../../libs/ai-cache/src/flight/single-flight.js';
import { SharedStreams } from '../../../../libs/ai-cache/src/flight/stream/shared-streams.js';
import { Absent } from '../../../../libs/ai-cache/src/entry/absent.js';

/** What a process of a fleet needs to compute an answer once: its flights, and a store in Redis. */
export interface FleetMember extends AsyncDisposable {
  readonly signals: FleetSignals;
  /** Ends the connection that hears the signals. */
  goDeaf(): void;
  readonly call: FleetFlightParts['call'];
  /** The stored answer, or that of the factory, which is stored for a minute unless it begins with "not to be kept". */
  ask(key: string, factory: (signal: AbortSignal) => Promise<string>, signal?: AbortSignal): Promise<string>;
  /** The stored text in words, or the words of the source, which are stored for a minute. */
  stream(
    key: string,
    open: (signal: AbortSignal) => AsyncIterable<string>,
    signal?: AbortSignal,
  ): AsyncIterableIterator<string>;
}

export async function joinFleet(
  url: string,
  options: Pick<FleetFlightParts, 'leaseMs' | 'waitForOthersMs'> & {
    readonly maxBytes?: number;
    /** For waiting; Redis answers in real time. */
    readonly clock?: Clock;
  } = {},
): Promise<FleetMember> {
  const { client, close } = openRedis({ url }, { commandTimeout: 5_000 });
  const subscriber = client.duplicate();
  await Promise.all([client, subscriber].map((one) => once(one, 'ready')));
  const call: FleetFlightParts['call'] = (work) =>
    withinDeadline(work(client), {
      ms: 2_000,
      clock: systemClock,
      late: (): never => {
        throw new Error('late');
      },
    });
  const signals = new FleetSignals(subscriber);
  const fleet = new FleetFlight({ call, signals, clock: systemClock, ...options });
  const local = new SingleFlight<string>();
  const streams = new FleetStreams<string>({
    call,
    connect: () => client.duplicate({ commandTimeout: 10_000, enableOfflineQueue: true }),
    clock: systemClock,
    encode: (chunk) => chunk,
    decode: (text) => text,
    ...options,
  });
  const shared = new SharedStreams<string>({ maxBytes: 100_000, bytesOf: (chunk) => chunk.length });
  return {
    signals,
    goDeaf: () => subscriber.disconnect(),
    call,
    stream: (key, open, signal) =>
      shared.join(key, signal, (left) => {
        const words: string[] = [];
        const recorded = async function* (aborted: AbortSignal): AsyncGenerator<string> {
          for await (const word of open(aborted)) {
            words.push(word);
            yield word;
          }
        };
        return streams.open({
          entry: `{test}:${key}`,
          look: async () => (await client.get(`{test}:${key}`))?.split(' ') ?? Absent,
          open: recorded,
          complete: () => client.set(`{test}:${key}`, words.join(' '), 'PX', 60_000),
          signal: left,
        });
      }).chunks,
    ask: (key, factory, signal) =>
      local.board(key, signal, (flight) =>
        fleet.fly({
          entry: `{test}:${key}`,
          look: async () => (await client.get(`{test}:${key}`)) ?? Absent,
          signal: flight.signal,
          compute: async (aborted) => {
            const result = await factory(aborted);
            const kept = !result.startsWith('not to be kept');
            const stored = kept ? client.set(`{test}:${key}`, result, 'PX', 60_000) : Promise.resolve(false);
            return { result, stored };
          },
        }),
      ).result,
    [Symbol.asyncDispose]: async () => {
      signals.close();
      subscriber.disconnect();
      close();
    },
  };
}
