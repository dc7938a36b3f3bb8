import { defaultAnswer, type Wire } from '@hydrogenai/ai-provider/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from '../../harness/statistics.policy.js';
import { callOnce, type CallResult } from './faults-call.js';
import {
  faultContenders,
  MODELS,
  QUESTION,
  type ContenderName,
  type Pair,
  type Peers,
} from './faults-contenders.js';
import type { Outcome } from './faults-outcome.policy.js';
import type { Places, SeenAtPlace } from './faults-place.js';
import type { FaultRow, Mode } from './faults-rows.js';

/** A row without its fault is the yardstick of the times. */
export type CellRow = Omit<FaultRow, 'fault' | 'expect'> & Partial<Pick<FaultRow, 'fault'>>;

export interface Cell {
  readonly calls: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Of the call that met a cold contender (of all, when all came at once), in ms. */
  readonly firstMs: number;
  /** Median of those that came after it; as `firstMs` when there were none. */
  readonly laterMs: number;
  readonly hits: SeenAtPlace;
  /** Of calls that ended without an error and without the whole text. */
  readonly finishReasons: readonly string[];
}

export interface CellParts {
  readonly places: Places;
  readonly peers: Peers;
}

/** One after the other, as far as they begin within the time of the cell. */
const CALLS = 5;
const CELL_LIMIT_MS = 10_000;
/** What is still sent when the callers have gone is a hit too. */
const AFTER_LEAVING_MS = 1_500;

/** Measures one contender with one fault, from its first call on. */
export async function measureCell(
  row: CellRow,
  mode: Mode,
  name: ContenderName,
  { places, peers }: CellParts,
): Promise<Cell> {
  const place = await places.open({ wire: row.wire, fault: row.fault, times: row.times ?? 'always' });
  const second = row.wire === 'anthropic' ? 'openai' : 'anthropic';
  const pair: Pair = {
    first: { wire: row.wire, url: place.faulty[row.wire] },
    second: { wire: second, url: place.healthy[second] },
  };
  const contender = await faultContenders[name](pair, peers);
  const options = {
    mode,
    answers: [answerOf(row.wire), answerOf(second)],
    leaveAfterMs: row.leaveAfterMs,
  };
  const began = performance.now();
  const call = (): Promise<CallResult> => callOnce(contender.ask, options);
  const first = await Promise.all(Array.from({ length: row.atOnce ?? 1 }, call));
  const later: CallResult[] = [];
  const mayGoOn = (): boolean =>
    row.atOnce === undefined &&
    1 + later.length < (row.calls ?? CALLS) &&
    performance.now() - began < CELL_LIMIT_MS;
  while (mayGoOn()) later.push(await call());
  if (row.leaveAfterMs !== undefined) await sleep(AFTER_LEAVING_MS);
  await contender.close();
  const all = [...first, ...later];
  const firstMs = median(first.map(({ ms }) => ms));
  return {
    calls: all.length,
    outcomes: countOutcomes(all),
    firstMs,
    laterMs: later.length === 0 ? firstMs : median(later.map(({ ms }) => ms)),
    hits: await places.close(place.id),
    finishReasons: [
      ...new Set(all.filter(({ outcome }) => outcome === 'silent').map(({ finishReason }) => finishReason)),
    ],
  };
}

function answerOf(wire: Wire): string {
  const messages = [{ role: 'user', text: QUESTION }];
  return defaultAnswer({ wire, model: MODELS[wire], text: QUESTION, messages });
}

function countOutcomes(results: readonly CallResult[]): Record<Outcome, number> {
  const counts: Record<Outcome, number> = { answered: 0, told: 0, silent: 0, repeated: 0, stuck: 0 };
  for (const { outcome } of results) counts[outcome] += 1;
  return counts;
}
