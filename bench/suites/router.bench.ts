import type { LanguageModelV4 } from '@ai-sdk/provider';
import {
  atMost,
  defineSuite,
  load,
  noGoal,
  pairedDifference,
  ratioAtLeast,
  ratioAtMost,
  row,
  type Goal,
  type LoadFigures,
  type LoadRequest,
  type Row,
} from '../harness/index.js';
import { FirstTokenRecorder } from './support/first-token.recorder.js';
import { memoryGrowth, type MemoryGrowth } from './support/memory-growth.js';
import { QUESTION, startContenders, type Contenders } from './support/router-contenders.js';

type Name = keyof Contenders;
type Result = Readonly<Record<Name, LoadFigures>>;

const LABELS: Readonly<Record<Exclude<Name, 'direct'>, string>> = {
  ours: 'ours in memory',
  shared: 'ours over Redis',
  sameFetch: 'ours in memory, same fetch below',
  portkey: 'Portkey',
};
// Only names of contenders are in it.
const POOLS_AND_GATEWAY = Object.keys(LABELS) as (keyof typeof LABELS)[];

const MEMORY = { requests: 100_000, concurrency: 32 } as const;

const ask =
  (model: LanguageModelV4): LoadRequest =>
  async () => {
    const { content } = await model.doGenerate(QUESTION);
    if (content[0]?.type !== 'text') throw new Error('the answer has no text');
  };

/** Long, so that what the garbage collection before each turn undoes (warm caches of the compiler) weighs little. */
const STEADY_MS = 1_000;

const throughput = (contenders: Contenders, concurrency: number) =>
  load(
    { concurrency, turnMs: STEADY_MS },
    {
      direct: ask(contenders.direct),
      ours: ask(contenders.ours),
      shared: ask(contenders.shared),
      sameFetch: ask(contenders.sameFetch),
      portkey: ask(contenders.portkey),
    },
  );

const addedMs = (one: LoadFigures, other: LoadFigures): number =>
  pairedDifference(one, other, ({ p50Ms }) => p50Ms);

const goalOfOurs = (name: Name, goal: Goal): Goal => (name === 'portkey' ? noGoal() : goal);

function throughputRows(concurrency: number, result: Result): Row[] {
  const peer = { name: 'direct', value: result.direct.requestsPerSecond };
  return POOLS_AND_GATEWAY.map((name) =>
    row({
      name: `${LABELS[name]}: requests/s at ${concurrency}`,
      value: result[name].requestsPerSecond,
      unit: '1/s',
      peer,
      goal: goalOfOurs(name, ratioAtLeast(0.95)),
    }),
  );
}

function cpuRows(concurrency: number, result: Result): Row[] {
  const peer = { name: 'direct', value: result.direct.cpuUsPerRequest };
  return POOLS_AND_GATEWAY.map((name) =>
    row({
      name: `${LABELS[name]}: CPU of the caller at ${concurrency}`,
      value: result[name].cpuUsPerRequest,
      unit: 'us',
      peer,
      goal: noGoal(),
    }),
  );
}

function latencyRows(result: Result): Row[] {
  const { direct } = result;
  const added = (name: Name): number => addedMs(result[name], direct);
  return [
    row({ name: 'direct p50 at 1', value: direct.p50Ms, unit: 'ms', goal: noGoal() }),
    ...POOLS_AND_GATEWAY.map((name) =>
      row({
        name: `${LABELS[name]}: added p50 at 1`,
        value: added(name),
        unit: 'ms',
        goal: goalOfOurs(name, atMost(0.05)),
      }),
    ),
    ...(['ours', 'shared', 'sameFetch'] as const).map((name) =>
      row({
        name: `${LABELS[name]}: added p50 at 1, beside a gateway`,
        value: added(name),
        unit: 'ms',
        peer: { name: 'Portkey', value: added('portkey') },
        goal: ratioAtMost(0.05),
      }),
    ),
  ];
}

function routerSuite() {
  const firstToken = new Map<Name, FirstTokenRecorder>();
  let growth: MemoryGrowth = { residentMb: Number.NaN, reachableMb: Number.NaN };
  const firstTokenMs = (name: Name): number => firstToken.get(name)?.medianMs() ?? Number.NaN;

  return defineSuite({
    name: 'router',
    purpose:
      'What does a pool of providers cost over calling one directly, beside a gateway that does the same?',
    async setup(scope) {
      const contenders = await startContenders(scope);
      growth = await memoryGrowth(() => ask(contenders.ours)(0), MEMORY.requests, MEMORY.concurrency);
      return contenders;
    },
    measurements: (contenders) => {
      const recorder = (name: Name): LoadRequest => {
        const made = new FirstTokenRecorder(contenders[name]);
        firstToken.set(name, made);
        return made.request;
      };
      return {
        one: throughput(contenders, 1),
        eight: throughput(contenders, 8),
        many: throughput(contenders, 32),
        crowd: throughput(contenders, 64),
        // Without Portkey: on Node 24 it answers every stream with 500, because it adds its headers to the immutable
        // ones of a fetch answer ("TypeError: immutable").
        streams: load(
          { concurrency: 1 },
          { direct: recorder('direct'), ours: recorder('ours'), shared: recorder('shared') },
        ),
      };
    },
    rows: ({ one, eight, many, crowd, streams }) => [
      ...latencyRows(one),
      ...cpuRows(1, one),
      ...throughputRows(8, eight),
      ...throughputRows(32, many),
      ...cpuRows(32, many),
      ...throughputRows(64, crowd),
      row({
        name: 'direct, time to the first token',
        value: firstTokenMs('direct'),
        unit: 'ms',
        goal: noGoal(),
      }),
      ...(['ours', 'shared'] as const).flatMap((name) => [
        row({
          name: `${LABELS[name]}: added time to the first token`,
          value: firstTokenMs(name) - firstTokenMs('direct'),
          unit: 'ms',
          goal: noGoal(),
        }),
        row({
          name: `${LABELS[name]}: added to a stream of 50 chunks`,
          value: addedMs(streams[name], streams.direct),
          unit: 'ms',
          goal: noGoal(),
        }),
      ]),
      row({
        name: `memory left by ${MEMORY.requests} requests at ${MEMORY.concurrency}`,
        value: growth.reachableMb,
        unit: 'MB',
        goal: atMost(5),
      }),
      // How large the heap grows meanwhile is the garbage collector's choice.
      row({
        name: 'the same, with what the process keeps for its heap',
        value: growth.residentMb,
        unit: 'MB',
        goal: noGoal(),
      }),
    ],
  });
}

export const suite = routerSuite();
