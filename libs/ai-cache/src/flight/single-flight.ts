import { Flight, type WaitLimit } from './flight.js';

export interface Boarding<Result> {
  readonly result: Promise<Result>;
  /** True when another caller had started the work. */
  readonly joined: boolean;
  /** The work itself: the same object for all who wait for it. */
  readonly flight: Flight<Result>;
}

/** At most one piece of work for each key at a time. */
export class SingleFlight<Result> {
  private readonly flights = new Map<string, Flight<Result>>();

  /** Works that run now. */
  get size(): number {
    return this.flights.size;
  }

  /** Joins the work of this key, or starts it. A caller that leaves does not disturb the others. */
  board(
    key: string,
    signal: AbortSignal | undefined,
    work: (flight: Flight<Result>) => Promise<Result>,
    limit?: WaitLimit,
  ): Boarding<Result> {
    const running = this.flights.get(key);
    if (running) return { result: running.wait(signal, limit), joined: true, flight: running };
    const started: Flight<Result> = new Flight(
      async (flight) => {
        // Not in this turn: the work may end at once, and must be in the table before that.
        await undefined;
        return work(flight);
      },
      () => {
        if (this.flights.get(key) === started) this.flights.delete(key);
      },
    );
    this.flights.set(key, started);
    return { result: started.wait(signal, limit), joined: false, flight: started };
  }
}
