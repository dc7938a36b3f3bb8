import { InvalidOptionError } from '@hydrogenai/common';
import { Scope } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allCells, cellsOf, type Cell, type Letter } from './support/cells.js';
import { SEQUENCE, expectedOf, type Observed } from './support/expectations.js';
import { observe, type Place } from './support/place.js';
import {
  byFactory,
  byHand,
  byModuleRef,
  chunksOf,
  inOnModuleInit,
  inScope,
  inSingleton,
  inStreams,
  inSubclass,
  inSymbols,
  inTwoApplications,
  overriding,
  throughItself,
  throughSuper,
  withoutSuper,
  type StartPlace,
} from './support/places.js';
import { onEvents, onGraphql, onHttp, onMessages, onWebSocket } from './support/transports.js';
import { workerType } from './support/worker.js';

interface PlaceRow {
  readonly name: string;
  readonly start: StartPlace;
  readonly cells?: readonly Cell[];
  /** What the sequence shows there. Default: that all decorators work, in their order. */
  readonly expected?: (decorators: readonly Letter[]) => readonly Observed[];
}

/** Without Nest there is nothing to cache or limit with, which a call says instead of running uncached or unlimited. */
function withoutNest(decorators: readonly Letter[]): readonly Observed[] {
  if (!decorators.includes('C') && !decorators.includes('L')) return expectedOf(decorators);
  return SEQUENCE.map(() => ({ answer: 'no runtime', runs: 0, timed: [] }));
}

function unanswered(decorators: readonly Letter[]): readonly Observed[] {
  return expectedOf(decorators).map((seen) => ({ ...seen, answer: undefined }));
}

function isCached({ sourceOrder }: Cell): boolean {
  return sourceOrder.includes('C');
}

/** A symbol with the name of the method, as names say it. */
function bySymbol({ method, sourceOrder }: Cell): Cell {
  return { method: `Symbol(${method})`, sourceOrder };
}

const rows: readonly PlaceRow[] = [
  { name: 'Singleton', start: inSingleton, cells: allCells },
  { name: 'PerRequest', start: inScope(Scope.REQUEST) },
  { name: 'Transient', start: inScope(Scope.TRANSIENT) },
  { name: 'ByModuleRef', start: byModuleRef },
  { name: 'ByFactory', start: byFactory, expected: withoutNest },
  { name: 'ByHand', start: byHand, expected: withoutNest },
  { name: 'Inherited', start: inSubclass },
  { name: 'OverriddenThroughSuper', start: overriding(throughSuper) },
  { name: 'Overridden', start: overriding(withoutSuper), expected: () => expectedOf([]) },
  { name: 'ThroughItself', start: throughItself },
  { name: 'Streams', start: inStreams, cells: allCells.filter((cell) => !isCached(cell)) },
  { name: 'Symbols', start: inSymbols, cells: allCells.map(bySymbol) },
  { name: 'Resolver', start: onGraphql },
  { name: 'Gateway', start: onWebSocket },
  { name: 'Messages', start: onMessages },
  { name: 'Events', start: onEvents, expected: unanswered },
];

describe.each(rows)('in the place $name', ({ name, start, cells: given, expected = expectedOf }) => {
  const cells = given ?? cellsOf(rows.findIndex((row) => row.name === name));
  let place: Place;

  beforeAll(async () => {
    place = await start(name, cells);
  });
  afterAll(() => place[Symbol.asyncDispose]());

  it.each(cells)('$method', async (cell) => {
    expect(await observe(place, name, cell)).toEqual(expected(cell.sourceOrder));
  });
});

describe.each([
  { platform: 'express', scope: Scope.DEFAULT },
  { platform: 'fastify', scope: Scope.REQUEST },
] as const)('in a controller on $platform', ({ platform, scope }) => {
  const cells = cellsOf(platform.length);
  let place: Awaited<ReturnType<typeof onHttp>>;

  beforeAll(async () => {
    place = await onHttp(platform, scope, 'Items', cells);
  });
  afterAll(() => place[Symbol.asyncDispose]());

  it.each(cells)('$method, after its pipes and guards', async (cell) => {
    expect(await place.refused(cell.method)).toEqual([400, 403]);
    expect(await observe(place, 'Items', cell)).toEqual(expectedOf(cell.sourceOrder));
  });
});

it.each(allCells.filter(isCached))('$method refuses a stream when the class is defined', (cell) => {
  expect(() => workerType('Streams', [cell], { body: chunksOf })).toThrow(InvalidOptionError);
});

it('works in onModuleInit', async () => {
  const cells = cellsOf(11);
  const seen = new Map<string, Observed[]>();
  await inOnModuleInit('Eager', cells, async (place) => {
    for (const cell of cells) seen.set(cell.method, await observe(place, 'Eager', cell));
  });
  expect(seen).toEqual(new Map(cells.map(({ method, sourceOrder }) => [method, expectedOf(sourceOrder)])));
});

it('works in two applications of one process as in one', async () => {
  const cells = cellsOf(12);
  for (const place of await inTwoApplications('Twin', cells)) {
    await using started = place;
    for (const cell of cells) {
      expect(await observe(started, 'Twin', cell), cell.method).toEqual(expectedOf(cell.sourceOrder));
    }
  }
});
