import type { LanguageModelV4 } from '@ai-sdk/provider';
import { QUESTION } from './router-contenders.js';

/** What a stream of a contender takes to its first text, in ms, beside the whole time that the harness measures. */
export class FirstTokenRecorder {
  private readonly samples: number[] = [];

  constructor(private readonly model: LanguageModelV4) {}

  /** Reads one stream to its end. */
  readonly request = async (): Promise<void> => {
    const began = performance.now();
    const { stream } = await this.model.doStream(QUESTION);
    let text = '';
    for await (const part of stream) {
      if (part.type !== 'text-delta' || part.delta === '') continue;
      if (text === '') this.samples.push(performance.now() - began);
      text += part.delta;
    }
    if (text.length !== 250) throw new Error(`the stream gave ${text.length} characters instead of 250`);
  };

  /** Over everything but the first tenth, which warms up. */
  medianMs(): number {
    const steady = this.samples.slice(this.samples.length / 10).toSorted((left, right) => left - right);
    return steady[Math.floor(steady.length / 2)] ?? Number.NaN;
  }
}
