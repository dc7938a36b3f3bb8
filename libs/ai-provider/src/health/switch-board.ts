import type { BoardEntry, SharedBoard } from './board/shared-board.js';
import { aiSwitch, type ProviderSwitch } from './operator.facts.js';

const PREFIX = 'switch:';
const ALL_MODELS = '*';

/** Holds the switches that are in force: at most one a logical model, and one for all. */
export class SwitchBoard {
  constructor(private readonly board: SharedBoard) {}

  set(decision: ProviderSwitch): void {
    const { model = ALL_MODELS, since, until } = decision;
    if (model === ALL_MODELS) this.removeAll();
    const value = { ...decision };
    const forMs = until === undefined ? Infinity : until - since;
    this.board.put({ key: PREFIX + model, forMs, value, keep: 'latest' });
    aiSwitch.publish(() => decision);
  }

  clear(by: string, reason: string, model?: string): void {
    if (model === undefined) this.removeAll();
    else this.board.remove(PREFIX + model);
    aiSwitch.publish(() => ({ provider: null, ...(model === undefined ? {} : { model }), by, reason }));
  }

  /** Provider that comes first for a logical model, if an operator said so. */
  providerFor(model: string): string | undefined {
    if (this.board.isEmpty) return undefined;
    const entry = this.board.get(PREFIX + model) ?? this.board.get(PREFIX + ALL_MODELS);
    return entry && switchOf(entry).provider;
  }

  /** All switches in force. */
  list(): readonly ProviderSwitch[] {
    return this.board.list(PREFIX).map(switchOf);
  }

  private removeAll(): void {
    for (const { key } of this.board.list(PREFIX)) this.board.remove(key);
  }
}

function switchOf({ value }: BoardEntry): ProviderSwitch {
  const { provider = '', model, reason = '', by = '', since = 0, until } = value;
  return {
    provider: String(provider),
    ...(model === undefined ? {} : { model: String(model) }),
    reason: String(reason),
    by: String(by),
    since: Number(since),
    ...(until === undefined ? {} : { until: Number(until) }),
  };
}
