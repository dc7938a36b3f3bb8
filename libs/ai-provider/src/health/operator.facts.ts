import { factChannel } from '@hydrogenai/common';

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

/** An operator's decision that a provider, one of its models or one of its keys gets no more requests. */
export interface Drain {
  /** `provider`, `provider/model`, or an account such as `groq#2`. */
  readonly target: string;
  readonly reason: string;
  readonly by: string;
  /** ms since 1970. */
  readonly since: number;
  /** ms since 1970; without an end it lasts until it is resumed. */
  readonly until?: number;
}

/** What an operator did, for the audit trail: names and the reason given. */
export type OperatorFact =
  | ProviderSwitch
  | { readonly provider: null; readonly model?: string; readonly by: string; readonly reason: string }
  | { readonly drained: Drain }
  | { readonly resumed: string; readonly by: string; readonly reason: string };

/** Facts of switches, drains, and their ends by hand, told by the process where they were ordered: `hydrogenai:ai.switch`. */
export const aiSwitch = factChannel<OperatorFact>('ai.switch');
