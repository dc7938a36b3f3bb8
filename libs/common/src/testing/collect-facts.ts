import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FactChannel } from '../telemetry/fact-channel.js';

export interface FactCollector<Fact> extends Disposable {
  readonly facts: readonly Fact[];
  /** Stops listening. */
  stop(): void;
}

/** Listens to a channel and keeps what it says. Give it to `using`, or call `stop()`. */
export function collectFacts<Fact extends object>(channel: FactChannel<Fact>): FactCollector<Fact> {
  const facts: Fact[] = [];
  const listener = (fact: unknown): void => {
    // The channel's type says what is published on it.
    facts.push(fact as Fact);
  };
  const stop = (): void => {
    unsubscribe(channel.name, listener);
  };
  subscribe(channel.name, listener);
  return { facts, stop, [Symbol.dispose]: stop };
}
