import type { ReadVariable } from '../validation/read-variable.js';

/** Names of the variables whose texts differ between two readings of the same schemas, each once. */
export function changedNames(
  before: readonly ReadVariable[],
  after: readonly ReadVariable[],
): readonly string[] {
  const changed = after.filter((read, index) => !read.hasTextOf(before[index]));
  return [...new Set(changed.map(({ variable }) => variable.name))];
}
