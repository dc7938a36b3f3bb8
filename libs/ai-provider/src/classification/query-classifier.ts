import { randomUUID } from 'node:crypto';
import { systemClock, type Clock } from '@hydrogenai/common';
import type { Classification } from './classification.js';
import { aiClassification, type ClassificationFact } from './classification.facts.js';
import { DEFAULT_CLASSIFICATION, type ResolvedRules } from './classification.options.js';
import { classifyByRules, weighAs } from './classification.policy.js';
import { readCues } from './cue-reading.policy.js';
import type { ResolvedModelStage } from './model-stage.options.js';
import { classificationPrompt, parseLabel, type ClassificationPrompt } from './model-stage.policy.js';
import { ABSTAINED } from './query-type.js';
import { readText } from './text-reading.policy.js';

/** Asks a language model; rejects when it cannot answer. The signal aborts at the deadline and when the caller goes away. */
export type AskModel = (prompt: ClassificationPrompt, signal: AbortSignal) => Promise<string>;

export interface ModelStage {
  readonly options: Pick<ResolvedModelStage, 'below' | 'deadlineMs' | 'confidence'>;
  readonly ask: AskModel;
  /** Source of time. Default: the system's. */
  readonly clock?: Clock;
}

export interface ClassifyOptions {
  /** Ends the wait for the model, and its call. */
  readonly signal?: AbortSignal | undefined;
}

type Outcome =
  | { readonly kind: 'answered'; readonly label: string }
  | { readonly kind: Exclude<ClassificationFact['outcome'], 'answered'> };

/** Says what kind of question a text is: by rules, and by a model where these are unsure and there is one. */
export class QueryClassifier {
  constructor(
    private readonly rules: ResolvedRules = DEFAULT_CLASSIFICATION,
    private readonly stage?: ModelStage,
  ) {}

  /**
   * A model that fails, is late or answers anything but a type changes nothing: the result of the rules stands, which
   * abstains when they are unsure.
   * @throws only the signal's abort reason.
   */
  async classify(query: string, { signal }: ClassifyOptions = {}): Promise<Classification> {
    signal?.throwIfAborted();
    const byRules = classifyByRules(query, this.rules);
    const { stage } = this;
    if (!stage || byRules.confidence >= stage.options.below || query.trim() === '') return byRules;
    const clock = stage.clock ?? systemClock;
    const beganMs = clock.monotonicMs();
    const outcome = await this.askWithin(query, stage, clock, signal);
    aiClassification.publish(() => ({ outcome: outcome.kind, ms: clock.monotonicMs() - beganMs }));
    signal?.throwIfAborted();
    return outcome.kind === 'answered' ? this.decided(query, byRules, outcome.label, stage) : byRules;
  }

  private askWithin(query: string, stage: ModelStage, clock: Clock, signal?: AbortSignal): Promise<Outcome> {
    const { types } = this.rules;
    return new Promise((resolve) => {
      const controller = new AbortController();
      const end = (outcome: Outcome): void => {
        cancel();
        signal?.removeEventListener('abort', onAbort);
        resolve(outcome);
      };
      const onAbort = (): void => {
        end({ kind: 'aborted' });
        controller.abort(signal?.reason);
      };
      const cancel = clock.after(stage.options.deadlineMs, () => {
        end({ kind: 'late' });
        controller.abort(new DOMException('The classification took too long.', 'TimeoutError'));
      });
      signal?.addEventListener('abort', onAbort, { once: true });
      const ask = async (): Promise<void> => {
        try {
          const answer = await stage.ask(classificationPrompt(query, types, randomUUID()), controller.signal);
          const label = parseLabel(answer, types);
          end(label === undefined ? { kind: 'unreadable' } : { kind: 'answered', label });
        } catch {
          // Why it failed is told where the attempts are; it may quote the question.
          end({ kind: 'failed' });
        }
      };
      void ask();
    });
  }

  private decided(
    query: string,
    byRules: Classification,
    label: string,
    { options }: ModelStage,
  ): Classification {
    if (label === ABSTAINED) {
      return {
        ...byRules,
        queryType: ABSTAINED,
        confidence: 0,
        why: [],
        timeSensitivity: 'static',
        stage: 'model',
      };
    }
    const reading = readText(query);
    return {
      ...byRules,
      // The effort and the lifetime depend on the type.
      ...weighAs(label, reading, readCues(reading)),
      queryType: label,
      confidence: options.confidence,
      why: ['asked a model'],
      stage: 'model',
    };
  }
}
