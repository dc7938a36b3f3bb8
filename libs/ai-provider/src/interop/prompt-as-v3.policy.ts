import {
  UnsupportedFunctionalityError,
  type LanguageModelV3DataContent,
  type LanguageModelV3Message,
  type LanguageModelV3Prompt,
  type LanguageModelV3ToolResultOutput,
  type LanguageModelV4Message,
  type LanguageModelV4Prompt,
  type LanguageModelV4ToolResultOutput,
  type SharedV4FileData,
} from '@ai-sdk/provider';

type PartV4 = Exclude<LanguageModelV4Message['content'], string>[number];
type PartV3 = Exclude<LanguageModelV3Message['content'], string>[number];

/** A prompt of version 4 in version 3: files are bare data, and content that only version 4 knows stays behind. */
export function promptAsV3(prompt: LanguageModelV4Prompt): LanguageModelV3Prompt {
  return prompt.map((message): LanguageModelV3Message => {
    if (message.role === 'system') return message;
    const content = (message.content as readonly PartV4[]).flatMap(partAsV3);
    // Translated part by part, so the parts are still those of this role.
    return { ...message, content } as LanguageModelV3Message;
  });
}

function partAsV3(part: PartV4): PartV3[] {
  switch (part.type) {
    case 'file':
      return [{ ...part, data: dataAsV3(part.data) }];
    case 'tool-result':
      return [{ ...part, output: outputAsV3(part.output) }];
    case 'custom':
    case 'reasoning-file':
      return [];
    default:
      return [part];
  }
}

function dataAsV3(data: SharedV4FileData): LanguageModelV3DataContent {
  switch (data.type) {
    case 'data':
      return data.data;
    case 'url':
      return data.url;
    case 'text':
      return new TextEncoder().encode(data.text);
    case 'reference':
      throw new UnsupportedFunctionalityError({ functionality: 'file references in older models' });
    default:
      return data satisfies never;
  }
}

type Content<Output extends { readonly type: string }> = Extract<Output, { type: 'content' }>;
type ItemV4 = Content<Extract<LanguageModelV4ToolResultOutput, { value: unknown }>>['value'][number];
type ItemV3 = Content<Extract<LanguageModelV3ToolResultOutput, { value: unknown }>>['value'][number];

function outputAsV3(output: LanguageModelV4ToolResultOutput): LanguageModelV3ToolResultOutput {
  return output.type === 'content' ? { ...output, value: output.value.map(itemAsV3) } : output;
}

function itemAsV3(item: ItemV4): ItemV3 {
  if (item.type !== 'file') return item;
  const { data, mediaType, filename, providerOptions } = item;
  const options = providerOptions === undefined ? {} : { providerOptions };
  switch (data.type) {
    case 'data': {
      const base64 = typeof data.data === 'string' ? data.data : Buffer.from(data.data).toString('base64');
      const name = filename === undefined ? {} : { filename };
      return { type: 'file-data', data: base64, mediaType, ...name, ...options };
    }
    case 'url':
      return { type: 'file-url', url: data.url.toString(), ...options };
    case 'text':
      return { type: 'text', text: data.text, ...options };
    case 'reference':
      return { type: 'file-id', fileId: data.reference, ...options };
    default:
      return data satisfies never;
  }
}
