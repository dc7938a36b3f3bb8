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
  type LoadFigures,
  type LoadRequest,
  type Row,
} from '../harness/index.js';
import { FirstTokenRecorder } from './support/first-token.recorder.js';
import { memoryGrowthMb } from './support/memory-growth.js';
import { QUESTION, startContenders, type Contenders } from './support/router-contenders.js';

type Result = Readonly<Record<keyof Contenders, LoadFigures>>;

const MEMORY_REQUESTS = 20_000;

const ask =
  (model: LanguageModelV4): LoadRequest =>
  async () => {
    const { content } = await model.doGenerate(QUESTION);
    if (content[0]?.type !== 'text') throw new Error('the answer has no text');
  };

/** Long, so that what the garbage collection before each turn undoes (warm caches of the compiler) weighs little. */
const STEADY_MS = 2_000;

const throughput = ({ direct, ours, sameFetch, portkey }: Contenders, concurrency: number) =>
  load(
    { concurrency, turnMs: STEADY_MS },
    { direct: ask(direct), ours: ask(ours), sameFetch: ask(sameFetch), portkey: ask(portkey) },
  );

const addedMs = (one: LoadFigures, other: LoadFigures): number =>
  pairedDifference(one, other, ({ p50Ms }) => p50Ms);

function throughputRows(concurrency: number, { direct, ours, sameFetch, portkey }: Result): Row[] {
  const peer = { name: 'direct', value: direct.requestsPerSecond };
  return [
    row({
      name: `requests/s at ${concurrency}`,
      value: ours.requestsPerSecond,
      unit: '1/s',
      peer,
      goal: ratioAtLeast(0.95),
    }),
    row({
      name: `requests/s at ${concurrency}, same fetch below`,
      value: sameFetch.requestsPerSecond,
      unit: '1/s',
      peer,
      goal: ratioAtLeast(0.95),
    }),
    row({
      name: `Portkey, requests/s at ${concurrency}`,
      value: portkey.requestsPerSecond,
      unit: '1/s',
      peer,
      goal: noGoal(),
    }),
  ];
}

function latencyRows({ direct, ours, sameFetch, portkey }: Result): Row[] {
  const added = addedMs(ours, direct);
  const gateway = addedMs(portkey, direct);
  return [
    row({ name: 'direct p50 at 1', value: direct.p50Ms, unit: 'ms', goal: noGoal() }),
    row({ name: 'added p50 at 1', value: added, unit: 'ms', goal: atMost(0.05) }),
    row({
      name: 'added p50 at 1, same fetch below',
      value: addedMs(sameFetch, direct),
      unit: 'ms',
      goal: atMost(0.05),
    }),
    row({
      name: 'added p50 at 1, same fetch below, beside a gateway',
      value: addedMs(sameFetch, direct),
      unit: 'ms',
      peer: { name: 'Portkey', value: gateway },
      goal: ratioAtMost(0.05),
    }),
    row({
      name: 'CPU of the caller at 1',
      value: ours.cpuUsPerRequest,
      unit: 'us',
      peer: { name: 'direct', value: direct.cpuUsPerRequest },
      goal: noGoal(),
    }),
  ];
}

function routerSuite() {
  const firstToken = new Map<keyof Contenders, FirstTokenRecorder>();
  const growth = { ours: Number.NaN, direct: Number.NaN };
  const firstTokenMs = (name: keyof Contenders): number => firstToken.get(name)?.medianMs() ?? Number.NaN;

  return defineSuite({
    name: 'router',
    purpose:
      'What does a pool of providers cost over calling one directly, beside a gateway that does the same?',
    async setup(scope) {
      const contenders = await startContenders(scope);
      growth.direct = await memoryGrowthMb(() => ask(contenders.direct)(0), MEMORY_REQUESTS);
      growth.ours = await memoryGrowthMb(() => ask(contenders.ours)(0), MEMORY_REQUESTS);
      return contenders;
    },
    measurements: (contenders) => {
      const recorder = (name: keyof Contenders): LoadRequest => {
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
        streams: load({ concurrency: 1 }, { direct: recorder('direct'), ours: recorder('ours') }),
      };
    },
    rows: ({ one, eight, many, crowd, streams }) => [
      ...latencyRows(one),
      ...throughputRows(8, eight),
      ...throughputRows(32, many),
      ...throughputRows(64, crowd),
      row({
        name: 'direct, time to the first token',
        value: firstTokenMs('direct'),
        unit: 'ms',
        goal: noGoal(),
      }),
      row({
        name: 'added time to the first token',
        value: firstTokenMs('ours') - firstTokenMs('direct'),
        unit: 'ms',
        goal: noGoal(),
      }),
      row({
        name: 'added to a stream of 50 chunks',
        value: addedMs(streams.ours, streams.direct),
        unit: 'ms',
        goal: noGoal(),
      }),
      row({
        name: `memory left by ${MEMORY_REQUESTS} requests`,
        value: growth.ours,
        unit: 'MB',
        peer: { name: 'direct', value: growth.direct },
        goal: noGoal(),
      }),
    ],
  });
}

export const suite = routerSuite();
