import type { LanguageModelV4Usage } from '@ai-sdk/provider';
import type { RoutingAttempt } from '@hydrogenai/common/models';
import type { ProviderFailure } from '../errors/error-kind.js';
import type { AttemptObserver } from './attempt-end.js';
import type { Attempt } from './attempt.js';

/** What is known of an attempt at its end. */
export interface AttemptResult {
  readonly entry: RoutingAttempt;
  readonly failure?: ProviderFailure;
  readonly usage?: LanguageModelV4Usage;
  readonly limitHeaders?: Readonly<Record<string, string>>;
  readonly outputCharacters?: number;
}

/** The one place where attempts end: gives back what they held, and tells everybody who counts them. */
export class AttemptBook {
  constructor(private readonly observers: readonly AttemptObserver[]) {}

  close({ candidate, profile, pass, index }: Attempt, result: AttemptResult): void {
    const end = {
      candidate,
      profile,
      entry: result.entry,
      failure: result.failure,
      usage: result.usage,
      limitHeaders: result.limitHeaders ?? result.failure?.limitHeaders,
      outputCharacters: result.outputCharacters ?? 0,
      index,
    };
    pass.leave(end);
    for (const observer of this.observers) observer.attemptEnded(end);
  }
}
