import { matching } from '@hydrogenai/common';

const SOURCE = /^[^\s\p{C}]{1,64}$/u;
const TABLE = /^[^\p{C}]{1,128}$/u;

/** Names that stand for a source in tags and in namespaces. @throws InvalidOptionError */
export function checkSource(source: unknown): string {
  return matching(source, SOURCE, 'source', '1 to 64 characters without spaces and control characters');
}

export function sourceTag(source: string): string {
  return `result-source:${source}`;
}

/**
 * Case does not count, because databases disagree about it: two tables that differ in nothing else are invalidated together.
 * @throws InvalidOptionError for a table that is no text of 1 to 128 characters
 */
export function tableTag(source: string, table: unknown): string {
  const name = matching(table, TABLE, 'tables', 'names of 1 to 128 characters without control characters');
  // A source has no spaces, so that no choice of source and table spells another.
  return `result-table:${source} ${name.toLowerCase()}`;
}
