import { Redis } from 'ioredis';
import { setTimeout as sleep } from 'node:timers/promises';
import { contenders } from './limiter-contenders.js';
import type { FleetOptions } from './limiter-fleet.js';

export interface FleetReport {
  readonly decisions: number;
  readonly admitted: number;
  readonly tookMs: number;
  readonly p99Ms: number;
}

type WorkerOptions = FleetOptions & {
  /** Key of a counter: the work begins when all processes have counted themselves. */
  readonly gate: string;
};

/** One process of a fleet: makes its decisions and reports. */
export async function start(options: WorkerOptions): Promise<FleetReport> {
  const { name, redisUrl, rate, concurrency, end, keys } = options;
  const { decide, close } = await contenders[name](rate, { redisUrl });
  if ('ms' in end) for (let warm = 0; warm < 2_000; warm++) await decide(`warm-up ${warm % 100}`);
  await untilAllAreHere(options);
  const latencies: number[] = [];
  let admitted = 0;
  let next = 0;
  const started = performance.now();
  const mayGoOn = (): boolean => ('ms' in end ? performance.now() - started < end.ms : next < end.calls);
  const caller = async (): Promise<void> => {
    while (mayGoOn()) {
      const began = performance.now();
      if (await decide(keys[next++ % keys.length] ?? '')) admitted++;
      latencies.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, caller));
  const tookMs = performance.now() - started;
  await close();
  const p99Ms = latencies.toSorted((one, other) => one - other)[Math.floor(latencies.length * 0.99)] ?? 0;
  return { decisions: latencies.length, admitted, tookMs, p99Ms };
}

async function untilAllAreHere({ redisUrl, gate, processes }: WorkerOptions): Promise<void> {
  const client = new Redis(redisUrl);
  await client.incr(gate);
  while (Number(await client.get(gate)) < processes) await sleep(5);
  client.disconnect();
}
