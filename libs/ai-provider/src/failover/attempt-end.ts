import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import type { RoutingAttempt } from '@hydrogenai/common/models';
import type { Candidate } from '../candidates/candidate.js';
import type { ProviderFailure } from '../errors/error-kind.js';

/** Who asks and how much, before the call: what admission, budgets and the ledger go by. Never a word of the prompt. */
export interface CallProfile {
  readonly tenant?: string;
  readonly user?: string;
  readonly feature?: string;
  /** Keeps the requests of one conversation at one candidate where the logical model is sticky. */
  readonly session?: string;
  /** Estimated tokens of the prompt. */
  readonly inputTokens: number;
  /** What the caller allows; `undefined` leaves it to the provider. */
  readonly maxOutputTokens: number | undefined;
}

/** One attempt that has ended, as soon as it has. */
export interface AttemptEnd {
  readonly candidate: Candidate;
  readonly profile: CallProfile;
  readonly entry: RoutingAttempt;
  readonly failure: ProviderFailure | undefined;
  /** As the provider counted it; absent where an attempt failed, broke or was aborted before it was told. */
  readonly usage: LanguageModelV4Usage | undefined;
  /** Fields of the response about limits, lower-case names. */
  readonly limitHeaders: Readonly<Record<string, string>> | undefined;
  /** Characters of text, reasoning and arguments of tools that arrived, for an estimate where the usage is missing. */
  readonly outputCharacters: number;
  /** How many attempts of the same request ended before it; 0, or absent, for the first. */
  readonly index?: number;
}

/** Is told of every attempt, once. It must not throw. */
export interface AttemptObserver {
  attemptEnded(end: AttemptEnd): void;
}
