import { atMost, exactly, noGoal, row, type Row } from '../../harness/index.js';
import type { ContenderName } from './faults-contenders.js';
import {
  CONTENDERS,
  healthyKey,
  MODES,
  type FaultMatrix,
  type Healthy,
  type MeasuredCell,
} from './faults-matrix.js';
import { OUTCOMES, type Outcome } from './faults-outcome.policy.js';
import { FAULT_ROWS, type Expectation, type Mode } from './faults-rows.js';

const LABELS: Readonly<Record<ContenderName, string>> = {
  ours: 'ours',
  bare: 'AI SDK 7 alone',
  portkey: 'Portkey 1.15.2',
  fallback: 'ai-fallback 3.0.0',
  retry: 'ai-retry 2.4.0',
};

/** Our goals line by line, then what they come to for everybody. */
export function faultRows({ cells }: FaultMatrix): Row[] {
  return [
    ...inOrder(cells)
      .filter(({ contender }) => contender === 'ours')
      .flatMap(goalsOf),
    ...CONTENDERS.flatMap((contender) => totalsOf(contender, cells)),
  ];
}

/** As the rows are listed; they were measured in another order. */
function inOrder(cells: readonly MeasuredCell[]): MeasuredCell[] {
  const place = ({ row, mode }: MeasuredCell): number =>
    MODES.indexOf(mode) * FAULT_ROWS.length + FAULT_ROWS.indexOf(row);
  return cells.toSorted((one, other) => place(one) - place(other));
}

function goalsOf({ row: { name, expect, hits }, mode, cell }: MeasuredCell): Row[] {
  const line = (what: string, value: number, unit: string, goal = exactly(value)): Row =>
    row({ name: `${name}, ${mode}: ${what}`, value, unit, goal });
  const share = (outcome: Outcome): number => (100 * cell.outcomes[outcome]) / cell.calls;
  const rows: Row[] = [];
  const { what, value } = wanted[expect](share);
  rows.push(line(what, value, '%', exactly(100)));
  if (expect === 'refuse')
    rows.push(line('hits of the other candidate', cell.hits.healthy, 'hits', exactly(0)));
  if (hits !== undefined) rows.push(line('hits of the faulty one', cell.hits.faulty, 'hits', exactly(hits)));
  return rows;
}

/** From 0 to 1. What the host of a redirect answered, to a key that is not its own, is no candidate's answer. */
function answeredByCandidate({ outcomes, hits, calls }: MeasuredCell['cell']): number {
  return Math.max(0, outcomes.answered - hits.keysElsewhere) / calls;
}

/** By expectation, the share of calls that ended as they should. */
const wanted: Readonly<
  Record<
    Expectation,
    (share: (outcome: Outcome) => number) => { readonly what: string; readonly value: number }
  >
> = {
  answer: (share) => ({ what: 'answered', value: share('answered') }),
  tell: (share) => ({ what: 'told, or answered whole', value: share('told') + share('answered') }),
  refuse: (share) => ({ what: 'told', value: share('told') }),
};

function totalsOf(contender: ContenderName, all: readonly MeasuredCell[]): Row[] {
  const own = all.filter((cell) => cell.contender === contender);
  const ours = contender === 'ours';
  const line = (what: string, value: number, unit: string, goal: number): Row => {
    const wanted = unit === '%' ? exactly(goal) : atMost(goal);
    return row({ name: `${LABELS[contender]}, ${what}`, value, unit, goal: ours ? wanted : noGoal() });
  };
  const sum = (cells: readonly MeasuredCell[], figure: (cell: MeasuredCell['cell']) => number): number =>
    cells.reduce((total, { cell }) => total + figure(cell), 0);
  // Each cell weighs the same, however many calls it had time for.
  const share = (mode: Mode): number => {
    const answerable = own.filter((cell) => cell.mode === mode && cell.row.expect === 'answer');
    return (100 * sum(answerable, answeredByCandidate)) / answerable.length;
  };
  const refused = own.filter(({ row: { expect } }) => expect === 'refuse');
  return [
    ...MODES.map((mode) => line(`all that can be answered, ${mode}`, share(mode), '%', 100)),
    line(
      'ended without an error and without the whole text',
      sum(own, ({ outcomes }) => outcomes.silent),
      'calls',
      0,
    ),
    line(
      'text repeated',
      sum(own, ({ outcomes }) => outcomes.repeated),
      'calls',
      0,
    ),
    line(
      'hits of the other candidate with what is refused everywhere',
      sum(refused, ({ hits }) => hits.healthy),
      'hits',
      0,
    ),
    line(
      'keys at the host of a redirect',
      sum(own, ({ hits }) => hits.keysElsewhere),
      'keys',
      0,
    ),
  ];
}

/** The matrix for people: a table a mode, one line a fault. */
export function faultTables(matrix: FaultMatrix): string[] {
  return MODES.flatMap((mode) => [
    `${mode}: outcome, hits of the faulty one / calls, ms added to a healthy call (the first / later ones)`,
    '',
    table([
      ['fault', ...CONTENDERS.map((name) => LABELS[name])],
      ['healthy call', ...CONTENDERS.map((name) => healthyText(matrix.healthy.get(healthyKey(name, mode))))],
      ...FAULT_ROWS.filter(({ modes = MODES }) => modes.includes(mode)).map(({ name }) => [
        name,
        ...CONTENDERS.map((contender) => {
          const found = matrix.cells.find(
            (cell) => cell.row.name === name && cell.mode === mode && cell.contender === contender,
          );
          return found ? cellText(found, matrix.healthy.get(healthyKey(contender, mode))) : '';
        }),
      ]),
    ]),
    '',
  ]);
}

function healthyText(healthy: Healthy | undefined): string {
  return healthy === undefined ? 'fails' : `${healthy.firstMs.toFixed(1)} / ${healthy.laterMs.toFixed(1)} ms`;
}

function cellText({ row: { expect }, cell }: MeasuredCell, healthy: Healthy | undefined): string {
  const { outcomes, calls, hits } = cell;
  const seen = OUTCOMES.filter((kind) => outcomes[kind] > 0);
  const share = (kind: Outcome): string => `${Math.round((100 * outcomes[kind]) / calls)} % ${kind}`;
  const [only] = seen;
  const text = only !== undefined && seen.length === 1 ? only : seen.map(share).join(' ');
  const marks = [
    ...(hits.keysElsewhere > 0 ? ['key leaked'] : []),
    ...(hits.elsewhere > 0 && hits.keysElsewhere === 0 ? ['prompt leaked'] : []),
    ...(expect === 'refuse' && hits.healthy > 0 ? [`${hits.healthy} at the other`] : []),
  ];
  const lost =
    healthy === undefined
      ? []
      : [`${plus(cell.firstMs - healthy.firstMs)} / ${plus(cell.laterMs - healthy.laterMs)}`];
  return [text, `${hits.faulty}/${calls}`, ...lost, ...marks].join(', ');
}

function plus(ms: number): string {
  const rounded = Math.max(0, Math.round(ms));
  return `+${rounded.toLocaleString('en')}`;
}

function table(lines: readonly (readonly string[])[]): string {
  const [head = [], ...rest] = lines;
  const written = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [written(head), written(head.map(() => '---')), ...rest.map(written)].join('\n');
}

/** The matrix for programs. */
export function faultData({ cells, healthy }: FaultMatrix): object {
  return {
    healthy: Object.fromEntries(healthy),
    cells: inOrder(cells).map(({ row: { name, expect }, mode, contender, cell }) => ({
      fault: name,
      expect,
      mode,
      contender: LABELS[contender],
      ...cell,
    })),
  };
}
