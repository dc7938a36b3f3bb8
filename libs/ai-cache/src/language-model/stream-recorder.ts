import type {
  LanguageModelV4FinishReason,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
} from '@ai-sdk/provider';
import { partOf } from '../entry/part-of.js';
import { isWholeAnswer } from './completeness.policy.js';

/** Remembers of what passes by what decides whether it is kept. */
export class StreamRecorder {
  private readonly types = new Set<string>();
  private finish: { finishReason: LanguageModelV4FinishReason; usage: LanguageModelV4Usage } | undefined;
  /** Pieces by the part that they belong to: the pieces of several parts may alternate. */
  private readonly pieces = new Map<string, string[]>();
  private readonly said: string[] = [];

  record(part: LanguageModelV4StreamPart): void {
    this.types.add(part.type);
    // A copy: whoever reads the part may change it.
    if (part.type === 'finish') this.finish = { finishReason: part.finishReason, usage: part.usage };
    if (part.type === 'text-delta') this.said.push(part.delta);
    if ('delta' in part) {
      partOf(this.pieces, `${part.type} ${part.id}`, () => new Array<string>()).push(part.delta);
    }
  }

  /** What came, if it is whole; to be asked when the stream has ended. */
  ended(options: { readonly toolCalls: boolean }) {
    if (!isWholeAnswer(this.finish?.finishReason, this.types, options)) return undefined;
    return this.finish && { ...this.finish, text: this.said.join('') };
  }

  /** Every text that came in pieces, whole: of the answer, of the reasoning, of calls of tools. */
  texts(): readonly string[] {
    return [...this.pieces.values()].map((pieces) => pieces.join(''));
  }
}
