import { createEntityExtractor, extractEntities, type Entity, type EntityKind } from '@hydrogenai/common';
import { TEST_SENTENCES } from '../data/entities.test.js';
import { atLeast, atMost, defineSuite, noGoal, row, type Goal, type Row } from '../harness/index.js';
import { CORE_KINDS, NAMED_KINDS, labelled, score, type Judged } from './support/entity-score.js';
import { longestBlock, type Block } from './support/longest-block.js';

/** How long one call may keep the process from everything else. */
const LONGEST_BLOCK_MS = 20;
const RUNS = 9;
/** More than the defaults: all of every text. */
const MOST_CHARS = 100_000;

const prose = TEST_SENTENCES.map((marked) => labelled(marked).text).join(' ');
const repeated = (unit: string, length: number): string =>
  unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

const TEXTS = {
  '100 KB of sentences': repeated(`${prose} `, 100_000),
  '100 KB of numbers': repeated('12.5 ', 100_000),
  'one token: 50,000 × a': repeated('a', 50_000),
  'one token: 50,000 × 1': repeated('1', 50_000),
  'one token: a.a.a…, 50,000': repeated('a.', 50_000),
  'one token: 1,1,1…, 50,000': repeated('1,', 50_000),
  'one token: http://http://…, 50,000': repeated('http://', 50_000),
  'one token: a@a@…, 50,000': repeated('a@', 50_000),
} as const;

type Extract = (text: string) => Promise<readonly Entity[]>;

interface Figures {
  readonly quality: readonly Judged[];
  /** Of each text the longest block of each run, in order; the first with code that has never run. */
  readonly blocks: Readonly<Record<string, readonly Block[]>>;
}

async function figuresOf(extract: Extract): Promise<Figures> {
  const blocks: Record<string, Block[]> = {};
  for (const [name, text] of Object.entries(TEXTS)) {
    blocks[name] = [];
    for (let run = 0; run < RUNS; run++) blocks[name].push(await longestBlock(() => extract(text)));
  }
  const quality: Judged[] = [];
  for (const marked of TEST_SENTENCES) {
    const sentence = labelled(marked);
    quality.push({ sentence, found: await extract(sentence.text) });
  }
  return { quality, blocks };
}

function qualityRows(who: string, judged: readonly Judged[], kinds: readonly EntityKind[]): Row[] {
  return kinds.flatMap((kind) => {
    const { precision, recall, expected } = score(judged, [kind]);
    return [
      row({ name: `${who}: ${kind}, precision`, value: 100 * precision, unit: '%', goal: noGoal() }),
      row({
        name: `${who}: ${kind}, recall (of ${expected})`,
        value: 100 * recall,
        unit: '%',
        goal: noGoal(),
      }),
    ];
  });
}

function blockRows(who: string, blocks: Figures['blocks'], goal: Goal = atMost(LONGEST_BLOCK_MS)): Row[] {
  return Object.entries(blocks).flatMap(([name, runs]) => {
    const wall = middle(runs.map(({ wallMs }) => wallMs));
    const cpu = runs.map(({ cpuMs }) => cpuMs);
    return [
      row({ name: `${who}: longest block, ${name}`, value: wall, unit: 'ms', goal }),
      row({ name: `${who}: the same in CPU time`, value: middle(cpu), unit: 'ms', goal }),
      row({ name: `${who}: the same, worst of ${RUNS} runs`, value: Math.max(...cpu), unit: 'ms', goal }),
    ];
  });
}

function middle(figures: readonly number[]): number {
  return figures.toSorted((one, other) => one - other)[Math.floor(figures.length / 2)] ?? Number.NaN;
}

function entitiesSuite() {
  let core: Figures | undefined;
  let whole: Figures | undefined;
  let inTurns: Figures | undefined;
  let named: Figures | undefined;
  return defineSuite({
    name: 'entities',
    purpose: 'How many of the labelled entities are found, and how long does a text block the process?',
    async setup() {
      core = await figuresOf((text) => Promise.resolve(extractEntities(text).entities));
      whole = await figuresOf((text) =>
        Promise.resolve(extractEntities(text, { maxChars: MOST_CHARS }).entities),
      );
      const rules = await createEntityExtractor({ names: false });
      inTurns = await figuresOf(async (text) => (await rules.extract(text)).entities);
      const extractor = await createEntityExtractor({ maxNamedChars: MOST_CHARS });
      named = await figuresOf(async (text) => (await extractor.extract(text)).entities);
    },
    measurements: () => ({}),
    rows: () => {
      if (core === undefined || whole === undefined || inTurns === undefined || named === undefined)
        throw new TypeError('The suite was not set up.');
      const all = score(core.quality, CORE_KINDS);
      const names = score(named.quality, NAMED_KINDS);
      return [
        row({
          name: 'core: precision of all kinds',
          value: 100 * all.precision,
          unit: '%',
          goal: atLeast(90),
        }),
        row({ name: 'core: recall of all kinds', value: 100 * all.recall, unit: '%', goal: atLeast(90) }),
        ...qualityRows('core', core.quality, CORE_KINDS),
        row({ name: 'names: precision', value: 100 * names.precision, unit: '%', goal: noGoal() }),
        row({ name: 'names: recall', value: 100 * names.recall, unit: '%', goal: noGoal() }),
        ...qualityRows('names', named.quality, NAMED_KINDS),
        ...blockRows('core, 10,000 characters', core.blocks),
        ...blockRows('core, all characters', whole.blocks, noGoal()),
        ...blockRows('core in turns', inTurns.blocks),
        ...blockRows('with names', named.blocks),
      ];
    },
  });
}

export const suite = entitiesSuite();
