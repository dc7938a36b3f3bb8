import { atMost, defineSuite, micro, noGoal, row, type Row } from '../harness/index.js';
import { startAdmissionContenders, type AdmissionContenderName } from './support/admission-contenders.js';
import { loadForAMinute, type AdmissionFigures } from './support/admission-load.js';
import { startPools } from './support/admission-pools.js';

type Figures = Readonly<Record<AdmissionContenderName, AdmissionFigures>>;

const LABELS: Readonly<Record<AdmissionContenderName, string>> = {
  configured: 'ours',
  learned: 'ours, limits learned only',
  sdk: 'AI SDK, maxRetries 2',
  aiRetry: 'ai-retry, 3 attempts',
};

/** All at the same time, each with a provider of its own: they are mostly waiting. */
async function measureAll(
  contenders: Awaited<ReturnType<typeof startAdmissionContenders>>,
): Promise<Figures> {
  const { configured, learned, sdk, aiRetry } = contenders;
  const figures = await Promise.all([configured, learned, sdk, aiRetry].map(loadForAMinute));
  const [one, two, three, four] = figures;
  if (!one || !two || !three || !four) throw new Error('A contender was not measured.');
  return { configured: one, learned: two, sdk: three, aiRetry: four };
}

function rowsOf(figures: Figures): Row[] {
  const isOurs = (name: AdmissionContenderName): boolean => name === 'configured' || name === 'learned';
  // Only names of contenders are in it.
  return (Object.keys(LABELS) as AdmissionContenderName[]).flatMap((name) => {
    const { refusedPercent, unusedPercent, answeredPercent } = figures[name];
    return [
      row({
        name: `${LABELS[name]}: 429s of the calls at 3x the limit`,
        value: refusedPercent,
        unit: '%',
        goal: isOurs(name) ? atMost(0.5) : noGoal(),
      }),
      row({
        name: `${LABELS[name]}: capacity left unused`,
        value: unusedPercent,
        unit: '%',
        goal: isOurs(name) ? atMost(10) : noGoal(),
      }),
      row({ name: `${LABELS[name]}: calls answered`, value: answeredPercent, unit: '%', goal: noGoal() }),
    ];
  });
}

function admissionSuite() {
  let figures: Figures | undefined;
  return defineSuite({
    name: 'admission',
    purpose: 'Does it avoid the 429 without leaving capacity unused, and what does it cost an attempt?',
    async setup(scope) {
      figures = await measureAll(await startAdmissionContenders(scope));
      return startPools(scope);
    },
    measurements: (pools) => ({ call: micro({ ...pools }) }),
    rows: ({ call: { off, unlimited, limited } }) => {
      if (!figures) throw new Error('The load was not measured.');
      return [
        ...rowsOf(figures),
        row({
          name: 'one call through the pool, admission off',
          value: off.nsPerOp,
          unit: 'ns',
          goal: noGoal(),
        }),
        row({
          name: 'added by admission where nothing is limited',
          value: Math.max(0, unlimited.nsPerOp - off.nsPerOp),
          unit: 'ns',
          goal: atMost(2_000),
        }),
        row({
          name: 'added by admission under two limits, in memory',
          value: limited.nsPerOp - off.nsPerOp,
          unit: 'ns',
          goal: atMost(20_000),
        }),
      ];
    },
  });
}

export const suite = admissionSuite();
