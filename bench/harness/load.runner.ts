import type { Instruments } from './instruments.js';
import type { LoadFigures, LoadMeasurement, LoadRequest, LoadRound } from './measurement.js';
import { median, quantile, shuffled } from './statistics.policy.js';

/** Gives every contender its turn in every round, in an order that changes by chance. */
export async function runLoad<Name extends string>(
  { contenders, options }: LoadMeasurement<Name>,
  rounds: number,
  instruments: Instruments,
): Promise<Record<Name, LoadFigures>> {
  const { concurrency, turnMs, warmUpMs } = options;
  const prepared = Object.entries<LoadRequest>(contenders).map(([name, request]) => ({
    name,
    request,
    results: new Array<LoadRound>(),
  }));
  for (const { request } of prepared) await turn(request, concurrency, warmUpMs, instruments);
  for (let round = 1; round <= rounds; round += 1) {
    for (const { request, results } of shuffled(prepared, instruments.random)) {
      await instruments.settle(); // nobody pays for the garbage of the one before
      results.push(await turn(request, concurrency, turnMs, instruments));
    }
    instruments.progress(round, rounds);
  }
  // The names are those of `contenders`: Object.entries gives them as plain strings.
  return Object.fromEntries(prepared.map(({ name, results }) => [name, figuresOf(results)])) as Record<
    Name,
    LoadFigures
  >;
}

/** `concurrency` callers, each with one request at a time, until the time is over. */
async function turn(
  request: LoadRequest,
  concurrency: number,
  lengthMs: number,
  { now, cpuUs, keep }: Instruments,
): Promise<LoadRound> {
  const latencies: number[] = [];
  let next = 0;
  const state = { failed: false };
  const cpuBefore = cpuUs();
  const start = now();
  const end = start + lengthMs * 1e6;
  const caller = async (): Promise<void> => {
    do {
      const began = now();
      keep(await request(next++));
      latencies.push(now() - began);
    } while (!state.failed && now() < end);
  };
  const callers = Array.from({ length: concurrency }, caller);
  try {
    await Promise.all(callers);
  } catch (error) {
    state.failed = true; // the others finish what they have in flight before anything is torn down under them
    await Promise.allSettled(callers);
    throw error;
  }
  const elapsedNs = now() - start;
  return {
    p50Ms: quantile(latencies, 0.5) / 1e6,
    p99Ms: quantile(latencies, 0.99) / 1e6,
    requestsPerSecond: latencies.length / (elapsedNs / 1e9),
    cpuUsPerRequest: (cpuUs() - cpuBefore) / latencies.length,
  };
}

function figuresOf(rounds: readonly LoadRound[]): LoadFigures {
  const over = (figure: (round: LoadRound) => number): number => median(rounds.map(figure));
  return {
    p50Ms: over((round) => round.p50Ms),
    p99Ms: over((round) => round.p99Ms),
    requestsPerSecond: over((round) => round.requestsPerSecond),
    cpuUsPerRequest: over((round) => round.cpuUsPerRequest),
    rounds,
  };
}
