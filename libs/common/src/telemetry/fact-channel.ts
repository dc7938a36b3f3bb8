import { channel } from 'node:diagnostics_channel';

/**
 * A named stream of facts for telemetry. Without a subscriber a fact is not even built, so hot paths pay one property
 * read. Facts hold names, kinds and numbers, never payloads.
 */
export interface FactChannel<Fact extends object> {
  /** Name in `node:diagnostics_channel`. */
  readonly name: string;
  /** True when somebody listens. */
  readonly active: boolean;
  /** Builds the fact and hands it to the subscribers, only when there are some. */
  publish(fact: () => Fact): void;
}

/** Declares the channel `hydrogenai:<name>`. Calling it twice with one name gives the same stream. */
export function factChannel<Fact extends object>(name: string): FactChannel<Fact> {
  const underlying = channel(`hydrogenai:${name}`);
  return {
    name: `hydrogenai:${name}`,
    get active() {
      return underlying.hasSubscribers;
    },
    publish(fact) {
      if (underlying.hasSubscribers) underlying.publish(fact());
    },
  };
}
