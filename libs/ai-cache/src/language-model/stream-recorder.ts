import type {
  LanguageModelV4FinishReason,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
} from '@ai-sdk/provider';
import { isWholeAnswer } from './completeness.policy.js';

/** Remembers of what passes by what decides whether it is kept. */
export class StreamRecorder {
  private readonly types = new Set<string>();
  private finish: { finishReason: LanguageModelV4FinishReason; usage: LanguageModelV4Usage } | undefined;
  private readonly texts: string[] = [];

  record(part: LanguageModelV4StreamPart): void {
    this.types.add(part.type);
    // A copy: whoever reads the part may change it.
    if (part.type === 'finish') this.finish = { finishReason: part.finishReason, usage: part.usage };
    if (part.type === 'text-delta') this.texts.push(part.delta);
  }

  /** What came, if it is whole; to be asked when the stream has ended. */
  ended(options: { readonly toolCalls: boolean }) {
    if (!isWholeAnswer(this.finish?.finishReason, this.types, options)) return undefined;
    return this.finish && { ...this.finish, text: this.texts.join('') };
  }
}
