import { systemClock, type Clock } from '@hydrogenai/common';
import { openRedis, withinDeadline } from '@hydrogenai/common/redis';
import { once } from 'node:events';
import { FleetFlight, type FleetFlightParts } from '../../../../libs/ai-cache/src/flight/fleet-flight.js';
import { FleetSignals } from '../../../../libs/ai-cache/src/flight/fleet-signals.js';
import { SingleFlight } from '../../../../libs/ai-cache/src/flight/single-flight.js';
import { Absent } from '../../../../libs/ai-cache/src/entry/absent.js';

/** What a process of a fleet needs to compute an answer once: its flights, and a store in Redis. */
export interface FleetMember extends AsyncDisposable {
  readonly signals: FleetSignals;
  /** Ends the connection that hears the signals. */
  goDeaf(): void;
  readonly call: FleetFlightParts['call'];
  /** The stored answer, or that of the factory, which is stored for a minute unless it begins with "not to be kept". */
  ask(key: string, factory: (signal: AbortSignal) => Promise<string>, signal?: AbortSignal): Promise<string>;
}

export async function joinFleet(
  url: string,
  options: Pick<FleetFlightParts, 'leaseMs' | 'waitForOthersMs'> & {
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
  return {
    signals,
    goDeaf: () => subscriber.disconnect(),
    call,
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
