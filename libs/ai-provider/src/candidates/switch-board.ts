import { factChannel, type Clock } from '@hydrogenai/common';

/** An operator's decision that one provider comes first. */
export interface ProviderSwitch {
  readonly provider: string;
  /** Logical model it is for; all when absent. */
  readonly model?: string;
  readonly reason: string;
  readonly by: string;
  /** ms since 1970. */
  readonly since: number;
  /** ms since 1970; without an end it lasts until the next switch. */
  readonly until?: number;
}

/** Facts of switches, their ends by hand included: `hydrogenai:ai.switch`. */
export const aiSwitch = factChannel<
  ProviderSwitch | { readonly provider: null; readonly by: string; readonly reason: string }
>('ai.switch');

const ALL_MODELS = '*';

/** Holds the switches that are in force: at most one a logical model, and one for all. */
export class SwitchBoard {
  private readonly switches = new Map<string, ProviderSwitch>();

  constructor(private readonly clock: Clock) {}

  set(decision: ProviderSwitch): void {
    if (decision.model === undefined) this.switches.clear();
    this.switches.set(decision.model ?? ALL_MODELS, decision);
    aiSwitch.publish(() => decision);
  }

  clear(by: string, reason: string, model?: string): void {
    if (model === undefined) this.switches.clear();
    else this.switches.delete(model);
    aiSwitch.publish(() => ({ provider: null, by, reason }));
  }

  /** Provider that comes first for a logical model, if an operator said so. */
  providerFor(model: string): string | undefined {
    if (this.switches.size === 0) return undefined;
    return (this.current(model) ?? this.current(ALL_MODELS))?.provider;
  }

  /** All switches in force. */
  list(): readonly ProviderSwitch[] {
    return [...this.switches.keys()].flatMap((key) => this.current(key) ?? []);
  }

  private current(key: string): ProviderSwitch | undefined {
    const found = this.switches.get(key);
    if (found?.until === undefined || found.until > this.clock.now()) return found;
    this.switches.delete(key);
    return undefined;
  }
}
