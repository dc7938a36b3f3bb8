import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { HandClock } from './fixtures/hand-clock.js';
import { machineInstruments } from './instruments.js';
import { runLoad } from './load.runner.js';
import { load } from './measurement.js';

const MS = 1e6;

it('gives latency, rate and CPU per request as medians over rounds', async () => {
  const clock = new HandClock();
  // ms per request in the warm-up turn and in three rounds of 100 ms
  const speeds = [50, 10, 20, 5];
  let turnIndex = -1;
  const one = (index: number): Promise<void> => {
    if (index === 0) turnIndex += 1;
    clock.advance((speeds[turnIndex] ?? Number.NaN) * MS);
    clock.spend(300);
    return Promise.resolve();
  };
  const { one: figures } = await runLoad(load({ concurrency: 1, turnMs: 100 }, { one }), 3, clock);
  expect(figures.rounds.map((round) => round.requestsPerSecond)).toEqual([100, 50, 200]);
  expect(figures).toMatchObject({ p50Ms: 10, p99Ms: 10, requestsPerSecond: 100, cpuUsPerRequest: 300 });
});

it('tells the slow requests by the 99th percentile', async () => {
  const clock = new HandClock();
  const one = (index: number): Promise<void> => {
    clock.advance((index % 10 === 9 ? 91 : 1) * MS);
    return Promise.resolve();
  };
  const { one: figures } = await runLoad(load({ concurrency: 1, turnMs: 1_000 }, { one }), 1, clock);
  expect(figures).toMatchObject({ p50Ms: 1, p99Ms: 91, requestsPerSecond: 100 });
});

it('gives every contender its turn in every round, in changing order, each after the one before has settled', async () => {
  const clock = new HandClock();
  const contender = (name: string) => () => {
    clock.events.push(name);
    clock.advance(10 * MS);
    return Promise.resolve();
  };
  const measurement = load({ concurrency: 1, turnMs: 10 }, { a: contender('a'), b: contender('b') });
  await runLoad(measurement, 2, clock);
  expect(clock.events.join(' ')).toBe('a b settle a settle b 1/2 settle b settle a 2/2');
});

it('keeps exactly as many requests in flight as it was told', async () => {
  let inFlight = 0;
  const seen = new Set<number>();
  const one = async (): Promise<void> => {
    inFlight += 1;
    await sleep(2);
    seen.add(inFlight);
    inFlight -= 1;
  };
  const { one: figures } = await runLoad(
    load({ concurrency: 8, turnMs: 40 }, { one }),
    1,
    machineInstruments(() => undefined),
  );
  expect(Math.max(...seen)).toBe(8);
  expect(inFlight).toBe(0);
  expect(figures.p50Ms).toBeGreaterThan(1);
});

it('fails with the first failed request, after the others have ended', async () => {
  let inFlight = 0;
  const one = async (index: number): Promise<void> => {
    inFlight += 1;
    await sleep(index === 1 ? 1 : 20);
    inFlight -= 1;
    if (index === 1) throw new Error('refused');
  };
  const running = runLoad(
    load({ concurrency: 4, turnMs: 60_000 }, { one }),
    1,
    machineInstruments(() => undefined),
  );
  await expect(running).rejects.toThrow('refused');
  expect(inFlight).toBe(0);
});
