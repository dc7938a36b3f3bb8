import type {
  LanguageModelV3,
  LanguageModelV3CallOptions,
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamResult,
} from '@ai-sdk/provider';
import { contentFromV3, streamPartFromV3 } from './content-as-v4.policy.js';
import { mapStream } from './map-stream.js';
import { promptAsV3 } from './prompt-as-v3.policy.js';

/** A model of the AI SDK 6 as one of version 7. It has no option for the effort of reasoning, so that is not handed on. */
export class LanguageModelV3Adapter implements LanguageModelV4 {
  readonly specificationVersion = 'v4';
  readonly provider: string;
  readonly modelId: string;

  constructor(private readonly model: LanguageModelV3) {
    this.provider = model.provider;
    this.modelId = model.modelId;
  }

  get supportedUrls(): LanguageModelV4['supportedUrls'] {
    return this.model.supportedUrls;
  }

  async doGenerate(options: LanguageModelV4CallOptions): Promise<LanguageModelV4GenerateResult> {
    const result = await this.model.doGenerate(callAsV3(options));
    return { ...result, content: result.content.map(contentFromV3) };
  }

  async doStream(options: LanguageModelV4CallOptions): Promise<LanguageModelV4StreamResult> {
    const result = await this.model.doStream(callAsV3(options));
    return { ...result, stream: mapStream(result.stream, streamPartFromV3) };
  }
}

export function callAsV3({
  reasoning: _effort,
  ...call
}: LanguageModelV4CallOptions): LanguageModelV3CallOptions {
  return { ...call, prompt: promptAsV3(call.prompt) };
}
