import { factChannel } from '@hydrogenai/common';

/** A question that the rules were unsure of, and what became of asking a model. No text of either. */
export interface ClassificationFact {
  /**
   * `answered`: one of the types, the abstention included. `unreadable`: anything else. `failed`: no answer. `late`: none within
   * the deadline. `aborted`: the caller went away.
   */
  readonly outcome: 'answered' | 'unreadable' | 'failed' | 'late' | 'aborted';
  /** Milliseconds that it took. */
  readonly ms: number;
}

/** Facts of the model stage: `hydrogenai:ai.classification`. */
export const aiClassification = factChannel<ClassificationFact>('ai.classification');
