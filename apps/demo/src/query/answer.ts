import type { ProviderResponse } from '@hydrogenai/common/models';

/** What the cache keeps of an answer. */
export interface Answer {
  readonly text: string;
  readonly provider: string;
  readonly model: string;
  readonly finishReason: string;
}

/** @param text what is left of it behind the filter */
export function toAnswer({ provider, model, finishReason }: ProviderResponse, text: string): Answer {
  return { text, provider, model, finishReason };
}

/** Answers that were cut off or filtered are not repeated to others. */
export function isComplete({ finishReason }: Answer): boolean {
  return finishReason === 'stop';
}
