import { defineSuite, noGoal, row, type Goal, type Row } from '../harness/index.js';
import { ourOrder, plainLru, replay } from './support/eviction-replay.js';
import { bytesOfAll, evictionTraces, type Trace } from './support/eviction-traces.js';

const SHARES = [0.01, 0.05, 0.2];

/** Compares percentages by their difference: a ratio says little of them. */
function pointsOverPeer(points: number): Goal {
  return {
    text: () => `>= peer ${points < 0 ? '-' : '+'} ${Math.abs(points)} points`,
    met: ({ value, ratio }) => ratio !== undefined && value - value / ratio >= points,
  };
}

function traceRows(trace: Trace, share: number): Row[] {
  const maxBytes = Math.floor(bytesOfAll() * share);
  const lru = replay(trace, plainLru(maxBytes));
  const ours = replay(trace, ourOrder(maxBytes, false));
  const weighted = replay(trace, ourOrder(maxBytes, true));
  const goal = pointsOverPeer(trace.scanned ? 5 : -1);
  const name = `${trace.name}, ${100 * share} %`;
  const figures: [string, number, number, Goal][] = [
    ['hits', ours.hits, lru.hits, goal],
    ['time saved, answers weighted by it', weighted.saved, lru.saved, goal],
    ['hits, answers weighted by time', weighted.hits, lru.hits, noGoal()],
  ];
  return figures.map(([what, value, peer, wanted]) =>
    row({
      name: `${name}: ${what}`,
      value,
      unit: '%',
      peer: { name: 'lru-cache', value: peer },
      goal: wanted,
    }),
  );
}

function evictionSuite() {
  const rows: Row[] = [];
  return defineSuite({
    name: 'eviction',
    purpose: 'What stays in memory beside a plain LRU of the same bytes?',
    setup() {
      for (const trace of evictionTraces()) {
        for (const share of SHARES) rows.push(...traceRows(trace, share));
      }
    },
    measurements: () => ({}),
    rows: () => rows,
  });
}

export const suite = evictionSuite();
