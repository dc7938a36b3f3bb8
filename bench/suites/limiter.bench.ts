import {
  atMost,
  defineSuite,
  exactly,
  load,
  micro,
  noGoal,
  ratioAtLeast,
  row,
  type LoadFigures,
  type MicroRun,
  type Row,
  type SuiteScope,
} from '../harness/index.js';
import { p99Ns } from './support/decision-latency.js';
import {
  contenders,
  type Contender,
  type ContenderName,
  type Place,
  type Rate,
} from './support/limiter-contenders.js';
import { admittedAtEdge, admittedInStorm, EDGE, STORM } from './support/limiter-exactness.js';
import { runFleet, type FleetFigures } from './support/limiter-fleet.js';
import { memoryGrowth } from './support/memory-growth.js';
import { startRedis } from './support/redis-server.js';

/** So many that every call is admitted. */
const AMPLE: Rate = { limit: 1_000_000_000, periodMs: 3_600_000 };
/** So few that every call after the first is refused. */
const SCARCE: Rate = { limit: 1, periodMs: 3_600_000 };
const KEYS = Array.from({ length: 1_000 }, (_, n) => `user:${n}`);
const STEADY_MS = 1_000;
/** The storage of throttler reads all earlier hits of a key for each: 200,000 would take it minutes. */
const GROWTH_CALLS = { ours: 200_000, flexible: 200_000, throttler: 10_000 } as const;
const GROWTH_CALLERS = 8;
const NS_PER_S = 1e9;

const FLEET = { processes: 8, concurrency: 16, end: { ms: 2_000 }, keys: KEYS } as const;
const FLEET_ROUNDS = 3;
/** One call comes back in 43 minutes, so that the count does not depend on how long the machine takes. */
const FLEET_RATE: Rate = { limit: 1_000, periodMs: 30 * 24 * 3_600_000 };
const FLEET_STORM = { processes: 8, concurrency: 50, end: { calls: 5_000 }, keys: ['storm'] } as const;

const inMemory = ['ours', 'flexible', 'throttler'] as const;

type Figures = Partial<Record<ContenderName, number>>;

const next = (): (() => string) => {
  let n = 0;
  return () => KEYS[n++ % KEYS.length] ?? '';
};

function awaited({ decide }: Contender, admitted: boolean): MicroRun {
  const key = next();
  return async (n) => {
    for (let i = 0; i < n; i++) {
      if ((await decide(key())) !== admitted)
        throw new Error('A decision of this bench came out differently.');
    }
  };
}

function limiterSuite() {
  const storm: Figures = {};
  const stormOnRedis: Figures = {};
  const edge: Figures = {};
  const edgeOnRedis: Figures = {};
  const growth: Figures = {};
  const p99: Figures = {};
  const fleet: Partial<Record<ContenderName, FleetFigures>> = {};
  let fleetStorm = Number.NaN;

  const make = async (
    { onCleanup }: SuiteScope,
    name: ContenderName,
    rate: Rate,
    place: Place,
  ): Promise<Contender> => {
    const made = await contenders[name](rate, place);
    onCleanup(() => made.close());
    return made;
  };

  return defineSuite({
    name: 'limiter',
    purpose: 'What does a decision cost, in memory, on Redis and with 8 processes, and is it right?',
    async setup(scope) {
      const redisUrl = await startRedis(scope);
      const redis = { redisUrl };
      const onRedis = ['ours', 'flexible'] as const;
      for (const name of inMemory) {
        storm[name] = await admittedInStorm(await make(scope, name, STORM, {}));
        edge[name] = await admittedAtEdge(await make(scope, name, EDGE, {}));
      }
      for (const name of onRedis) {
        stormOnRedis[name] = await admittedInStorm(await make(scope, name, STORM, redis));
        edgeOnRedis[name] = await admittedAtEdge(await make(scope, name, EDGE, redis));
      }
      for (const name of inMemory) {
        // Closed at once, so that what one keeps slows no other down.
        const timed = await contenders[name](AMPLE, {});
        p99[name] = await p99Ns(timed.decide, KEYS);
        await timed.close();
        const { decide, close } = await contenders[name](AMPLE, {});
        const grown = await memoryGrowth(() => decide('one'), GROWTH_CALLS[name], GROWTH_CALLERS);
        growth[name] = grown.residentMb;
        await close();
      }
      fleetStorm = (await runFleet({ ...FLEET_STORM, name: 'ours', redisUrl, rate: FLEET_RATE })).admitted;
      await measureFleets(fleet, redisUrl);
      const memory = (name: ContenderName, rate: Rate): Promise<Contender> => make(scope, name, rate, {});
      return {
        admitted: {
          ours: awaited(await memory('ours', AMPLE), true),
          flexible: awaited(await memory('flexible', AMPLE), true),
        },
        refused: {
          ours: awaited(await used(await memory('ours', SCARCE)), false),
          flexible: awaited(await used(await memory('flexible', SCARCE)), false),
          throttler: awaited(await used(await memory('throttler', SCARCE)), false),
        },
        redis: {
          bare: await make(scope, 'bare', AMPLE, redis),
          ours: await make(scope, 'ours', AMPLE, redis),
          flexible: await make(scope, 'flexible', AMPLE, redis),
        },
      };
    },
    measurements: ({ admitted, refused, redis }) => {
      const at = (concurrency: number) =>
        load(
          { concurrency, turnMs: STEADY_MS },
          { bare: ask(redis.bare), ours: ask(redis.ours), flexible: ask(redis.flexible) },
        );
      return { admitted: micro(admitted), refused: micro(refused), one: at(1), eight: at(8), many: at(64) };
    },
    rows: ({ admitted, refused, one, eight, many }) => [
      row({
        name: 'memory, admitted',
        value: admitted.ours.nsPerOp,
        unit: 'ns',
        peer: { name: 'rate-limiter-flexible', value: admitted.flexible.nsPerOp },
        goal: atMost(2_000),
      }),
      row({
        name: 'memory, refused',
        value: refused.ours.nsPerOp,
        unit: 'ns',
        peer: { name: 'rate-limiter-flexible', value: refused.flexible.nsPerOp },
        goal: atMost(2_000),
      }),
      row({
        name: 'memory, refused',
        value: refused.ours.nsPerOp,
        unit: 'ns',
        peer: { name: 'storage of @nestjs/throttler', value: refused.throttler.nsPerOp },
        goal: atMost(2_000),
      }),
      row({
        name: 'memory, decisions/s, one after the other',
        value: NS_PER_S / admitted.ours.nsPerOp,
        unit: '1/s',
        peer: { name: 'rate-limiter-flexible', value: NS_PER_S / admitted.flexible.nsPerOp },
        goal: noGoal(),
      }),
      ...names(p99).map((name) =>
        row({
          name: `memory, ${label(name)}: p99`,
          value: figure(p99, name),
          unit: 'ns',
          goal: name === 'ours' ? atMost(2_000) : noGoal(),
        }),
      ),
      ...inMemory.map((name) =>
        row({
          name: `memory, ${label(name)}: left by ${GROWTH_CALLS[name]} calls of one key`,
          value: figure(growth, name),
          unit: 'MB',
          goal: name === 'ours' ? atMost(2) : noGoal(),
        }),
      ),
      ...redisRows(1, one),
      ...redisRows(8, eight),
      ...redisRows(64, many),
      ...fleetRows(fleet),
      ...exactness('memory', storm),
      ...exactness('Redis', stormOnRedis),
      row({
        name: 'Redis, admitted of 8 processes x 5,000 on a limit of 1,000',
        value: fleetStorm,
        unit: 'calls',
        goal: exactly(1_000),
      }),
      ...edgeRows('memory', edge),
      ...edgeRows('Redis', edgeOnRedis),
    ],
  });
}

/** A decision that is no decision costs nothing: both `true` and `false` are answers here. */
const ask =
  ({ decide }: Contender) =>
  (index: number): Promise<boolean> =>
    decide(KEYS[index % KEYS.length] ?? '');

async function used(contender: Contender): Promise<Contender> {
  // One more than the limit: the storage of throttler blocks with the call that exceeds it.
  for (const key of KEYS) for (let call = 0; call < 2; call++) await contender.decide(key);
  return contender;
}

async function measureFleets(
  fleet: Partial<Record<ContenderName, FleetFigures>>,
  redisUrl: string,
): Promise<void> {
  const names = ['bare', 'ours', 'flexible'] as const;
  const rounds: Record<(typeof names)[number], FleetFigures[]> = { bare: [], ours: [], flexible: [] };
  for (let round = 0; round < FLEET_ROUNDS; round++) {
    for (const name of names) rounds[name].push(await runFleet({ ...FLEET, name, redisUrl, rate: AMPLE }));
  }
  for (const name of names) {
    const sorted = rounds[name].toSorted((left, right) => left.decisionsPerSecond - right.decisionsPerSecond);
    const middle = sorted[Math.floor(sorted.length / 2)];
    if (middle) fleet[name] = middle;
  }
}

function redisRows(
  concurrency: number,
  { bare, ours, flexible }: Record<'bare' | 'ours' | 'flexible', LoadFigures>,
): Row[] {
  const peer = { name: 'bare EVALSHA of one INCR', value: bare.requestsPerSecond };
  return [
    row({
      name: `Redis, decisions/s at ${concurrency}`,
      value: ours.requestsPerSecond,
      unit: '1/s',
      peer,
      goal: ratioAtLeast(0.9),
    }),
    row({
      name: `rate-limiter-flexible, decisions/s at ${concurrency}`,
      value: flexible.requestsPerSecond,
      unit: '1/s',
      peer,
      goal: noGoal(),
    }),
    row({
      name: `Redis, p99 at ${concurrency}`,
      value: ours.p99Ms,
      unit: 'ms',
      peer: { name: 'bare EVALSHA of one INCR', value: bare.p99Ms },
      goal: noGoal(),
    }),
    row({
      name: `rate-limiter-flexible, p99 at ${concurrency}`,
      value: flexible.p99Ms,
      unit: 'ms',
      goal: noGoal(),
    }),
  ];
}

function fleetRows(fleet: Partial<Record<ContenderName, FleetFigures>>): Row[] {
  const { bare, ours, flexible } = fleet;
  if (!bare || !ours || !flexible) throw new Error('A fleet was not measured.');
  const peer = { name: 'bare EVALSHA of one INCR', value: bare.decisionsPerSecond };
  return [
    row({
      name: 'Redis, 8 processes, decisions/s',
      value: ours.decisionsPerSecond,
      unit: '1/s',
      peer,
      goal: ratioAtLeast(0.9),
    }),
    row({
      name: 'rate-limiter-flexible, 8 processes, decisions/s',
      value: flexible.decisionsPerSecond,
      unit: '1/s',
      peer,
      goal: noGoal(),
    }),
    row({
      name: 'Redis, 8 processes, p99',
      value: ours.p99Ms,
      unit: 'ms',
      peer: { name: 'bare EVALSHA of one INCR', value: bare.p99Ms },
      goal: noGoal(),
    }),
    row({
      name: 'rate-limiter-flexible, 8 processes, p99',
      value: flexible.p99Ms,
      unit: 'ms',
      goal: noGoal(),
    }),
  ];
}

function exactness(place: string, figures: Figures): Row[] {
  return names(figures).map((name) =>
    row({
      name: `${place}, ${label(name)}: admitted of ${STORM.calls} at once on a limit of ${STORM.limit}`,
      value: figure(figures, name),
      unit: 'calls',
      goal: name === 'ours' ? exactly(STORM.limit) : noGoal(),
    }),
  );
}

function edgeRows(place: string, figures: Figures): Row[] {
  return names(figures).map((name) =>
    row({
      name: `${place}, ${label(name)}: admitted within 0.3 s at the edge of a window, limit ${EDGE.limit} per 2 s`,
      value: figure(figures, name),
      unit: 'calls',
      // The bucket, and what 0.3 s bring back: one call in 200 ms.
      goal: name === 'ours' ? atMost(EDGE.limit + 2) : noGoal(),
    }),
  );
}

function names(figures: Figures): ContenderName[] {
  // Only names of contenders are ever put in.
  return Object.keys(figures) as ContenderName[];
}

function figure(figures: Figures, name: ContenderName): number {
  return figures[name] ?? Number.NaN;
}

function label(name: ContenderName): string {
  return { ours: 'ours', flexible: 'rate-limiter-flexible', throttler: 'storage of throttler', bare: 'bare' }[
    name
  ];
}

export const suite = limiterSuite();
