import { InvalidOptionError, oneOf } from '@hydrogenai/common';
import { checkedCapabilities, type CandidateCapabilities } from './capabilities.js';
import { STICKY_BY, type StickyBy } from './stickiness.policy.js';
import { STRATEGIES, type Strategy } from './strategy.js';

/** A candidate of a logical model with more to say than its name. */
export interface CandidateOptions {
  /** `provider/model`. */
  readonly model: string;
  /** Its share under `weighted` and `leastBusy`: above 0, up to 1,000. Default: 1. */
  readonly weight?: number;
  /** What it can do. What is not said keeps nobody out. */
  readonly supports?: CandidateCapabilities;
}

export interface CandidateSettings {
  readonly weight: number;
  readonly capabilities: CandidateCapabilities;
}

/** How a logical model chooses among its candidates. */
export interface SelectionOptions {
  /** Who is asked first. Default: `'priority'`, the order of `use`. */
  readonly strategy?: Strategy;
  /**
   * What keeps requests at one candidate while it is well: `session` those with the same `session`, `prefix` those whose
   * prompts begin alike (prompt caches stay warm). Default: nothing.
   */
  readonly stickyBy?: StickyBy;
}

const MOST_WEIGHT = 1_000;

export function resolveSelection(
  { strategy = 'priority', stickyBy }: SelectionOptions,
  field: string,
): { readonly strategy: Strategy; readonly stickyBy: StickyBy | undefined } {
  return {
    strategy: oneOf(strategy, STRATEGIES, `${field}.strategy`),
    stickyBy: stickyBy === undefined ? undefined : oneOf(stickyBy, STICKY_BY, `${field}.stickyBy`),
  };
}

/** Settings by candidate id, only of those that have any. @throws InvalidOptionError naming the field. */
export function resolveSettings(
  use: readonly (string | CandidateOptions)[],
  field: string,
): ReadonlyMap<string, CandidateSettings> {
  const settings = new Map<string, CandidateSettings>();
  for (const [index, entry] of use.entries()) {
    if (typeof entry === 'string') continue;
    const { model, weight = 1, supports = {} } = entry;
    if (typeof weight !== 'number' || !(weight > 0 && weight <= MOST_WEIGHT)) {
      throw new InvalidOptionError({
        field: `${field}[${index}].weight`,
        accepted: `a number above 0, up to ${MOST_WEIGHT}`,
        received: weight,
      });
    }
    settings.set(model, {
      weight,
      capabilities: checkedCapabilities(supports, `${field}[${index}].supports`),
    });
  }
  return settings;
}
