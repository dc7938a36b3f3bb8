import type {
  LanguageModelV4FinishReason,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
} from '@ai-sdk/provider';
import { toJson } from '../rich/rich-value.codec.js';
import { isWholeAnswer } from './completeness.policy.js';

/** Keeps what passes by. Each part is copied at once, because whoever reads it may change it. */
export class StreamRecorder {
  readonly parts: unknown[] = [];
  private readonly types = new Set<string>();
  private finish: { finishReason: LanguageModelV4FinishReason; usage: LanguageModelV4Usage } | undefined;
  private readonly texts: string[] = [];
  private storable = true;

  record(part: LanguageModelV4StreamPart): void {
    this.types.add(part.type);
    if (part.type === 'finish') this.finish = part;
    if (part.type === 'text-delta') this.texts.push(part.delta);
    if (!this.storable) return;
    try {
      this.parts.push(toJson(part));
    } catch {
      // Too deep or a cycle: its reader gets it all the same, and nobody else.
      this.forget();
    }
  }

  /** What came, if it is whole; to be asked when the stream has ended. */
  ended(options: { readonly toolCalls: boolean }) {
    if (!this.storable || !isWholeAnswer(this.finish?.finishReason, this.types, options)) return undefined;
    return this.finish && { ...this.finish, text: this.texts.join('') };
  }

  private forget(): void {
    this.storable = false;
    this.parts.length = 0;
  }
}
