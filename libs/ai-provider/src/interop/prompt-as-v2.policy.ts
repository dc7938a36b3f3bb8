import type {
  LanguageModelV2Message,
  LanguageModelV2Prompt,
  LanguageModelV2ToolResultOutput,
  LanguageModelV3Message,
  LanguageModelV3Prompt,
  LanguageModelV3ToolResultOutput,
} from '@ai-sdk/provider';

type PartV3 = Exclude<LanguageModelV3Message['content'], string>[number];
type PartV2 = Exclude<LanguageModelV2Message['content'], string>[number];

/** A prompt of version 3 in version 2, which knows no approvals, and of the files in a tool's result only data. */
export function promptAsV2(prompt: LanguageModelV3Prompt): LanguageModelV2Prompt {
  return prompt.map((message): LanguageModelV2Message => {
    // The type of vendor options has no `undefined` in version 2; on the wire there is none in either.
    if (message.role === 'system') return message as LanguageModelV2Message;
    const content = (message.content as readonly PartV3[]).flatMap(partAsV2);
    // Translated part by part, so the parts are still those of this role.
    return { ...message, content } as LanguageModelV2Message;
  });
}

function partAsV2(part: PartV3): PartV2[] {
  switch (part.type) {
    case 'tool-result':
      // As above.
      return [{ ...part, output: outputAsV2(part.output) } as PartV2];
    case 'tool-approval-response':
      return [];
    default:
      // As above.
      return [part as PartV2];
  }
}

function outputAsV2(output: LanguageModelV3ToolResultOutput): LanguageModelV2ToolResultOutput {
  switch (output.type) {
    case 'execution-denied':
      return { type: 'error-text', value: output.reason ?? 'The call of the tool was not allowed.' };
    case 'content':
      return {
        type: 'content',
        value: output.value.map((item) => {
          if (item.type === 'text') return { type: 'text', text: item.text };
          if (item.type === 'file-data' || item.type === 'image-data') {
            return { type: 'media', data: item.data, mediaType: item.mediaType };
          }
          return { type: 'text', text: 'url' in item ? item.url : `[${item.type}]` };
        }),
      };
    default:
      return output;
  }
}
