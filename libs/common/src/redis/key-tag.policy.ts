import { matching } from '../options/option-checks.js';

/**
 * A prefix as hash tag: `{prefix}`. All keys that begin with it are of one slot of a Cluster and may meet in one script.
 * @throws InvalidOptionError for an empty prefix or one with braces, which Redis would read differently.
 */
export function keyTag(prefix: string): string {
  return `{${matching(prefix, /^[^{}]+$/, 'prefix', 'a text without { and }, not empty')}}`;
}
