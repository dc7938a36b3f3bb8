import { readFile } from 'node:fs/promises';
import { FINDING_CATALOGUE, isFindingId, type FindingId } from '../findings/finding-catalogue.js';
import { CliFault } from './cli-fault.js';

const FOLDER = new URL('../../docs/findings/', import.meta.url);

/** The page about an id, in Markdown. */
export function readFindingPage(id: FindingId): Promise<string> {
  return readFile(new URL(`${id}.md`, FOLDER), 'utf8');
}

export async function readFindingPages(ids: Iterable<FindingId>): Promise<ReadonlyMap<FindingId, string>> {
  const unique = [...new Set(ids)];
  return new Map(await Promise.all(unique.map(async (id) => [id, await readFindingPage(id)] as const)));
}

/** The id that a person typed, in any case. @throws CliFault that names the nearest one. */
export async function findingIdOf(typed: string): Promise<FindingId> {
  const id = typed.trim().toUpperCase();
  if (isFindingId(id)) return id;
  // Loaded only here, because Nest comes along.
  const { editDistance } = await import('@hydrogenai/common');
  const [nearest = ''] = Object.keys(FINDING_CATALOGUE).toSorted(
    (one, other) => editDistance(id, one) - editDistance(id, other),
  );
  throw new CliFault(`There is no finding of that id. Did you mean ${nearest}?`);
}
