import type {
  LanguageModelV2,
  LanguageModelV2CallOptions,
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamResult,
} from '@ai-sdk/provider';
import {
  contentFromV2,
  finishReasonFromV2,
  streamPartFromV2,
  usageFromV2,
  warningFromV2,
} from './content-as-v4.policy.js';
import { callAsV3 } from './language-model-v3.adapter.js';
import { mapStream } from './map-stream.js';
import { promptAsV2 } from './prompt-as-v2.policy.js';

/** A model of the AI SDK 5 as one of version 7. */
export class LanguageModelV2Adapter implements LanguageModelV4 {
  readonly specificationVersion = 'v4';
  readonly provider: string;
  readonly modelId: string;

  constructor(private readonly model: LanguageModelV2) {
    this.provider = model.provider;
    this.modelId = model.modelId;
  }

  get supportedUrls(): LanguageModelV4['supportedUrls'] {
    return this.model.supportedUrls;
  }

  async doGenerate(options: LanguageModelV4CallOptions): Promise<LanguageModelV4GenerateResult> {
    const { content, finishReason, usage, warnings, ...rest } = await this.model.doGenerate(
      callAsV2(options),
    );
    return {
      ...rest,
      content: content.map(contentFromV2),
      finishReason: finishReasonFromV2(finishReason),
      usage: usageFromV2(usage),
      warnings: warnings.map(warningFromV2),
    };
  }

  async doStream(options: LanguageModelV4CallOptions): Promise<LanguageModelV4StreamResult> {
    const result = await this.model.doStream(callAsV2(options));
    return { ...result, stream: mapStream(result.stream, streamPartFromV2) };
  }
}

function callAsV2(options: LanguageModelV4CallOptions): LanguageModelV2CallOptions {
  const { tools, prompt, ...call } = callAsV3(options);
  // The type of vendor options has no `undefined` in version 2; on the wire there is none in either.
  return {
    ...call,
    prompt: promptAsV2(prompt),
    ...(tools === undefined
      ? {}
      : {
          tools: tools.map((tool) =>
            tool.type === 'provider' ? { ...tool, type: 'provider-defined' } : tool,
          ),
        }),
  } as LanguageModelV2CallOptions;
}
