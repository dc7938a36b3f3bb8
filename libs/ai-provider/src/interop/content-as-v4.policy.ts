import type {
  LanguageModelV2CallWarning,
  LanguageModelV2Content,
  LanguageModelV2FinishReason,
  LanguageModelV2StreamPart,
  LanguageModelV2Usage,
  LanguageModelV3Content,
  LanguageModelV3StreamPart,
  LanguageModelV4Content,
  LanguageModelV4FinishReason,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
  SharedV4Warning,
} from '@ai-sdk/provider';

/** Files of version 4 say what kind of data they are; everything else is the same. */
export function contentFromV3(content: LanguageModelV3Content): LanguageModelV4Content {
  return content.type === 'file' ? { ...content, data: { type: 'data', data: content.data } } : content;
}

export function streamPartFromV3(part: LanguageModelV3StreamPart): LanguageModelV4StreamPart {
  return part.type === 'file' ? { ...part, data: { type: 'data', data: part.data } } : part;
}

export function contentFromV2(content: LanguageModelV2Content): LanguageModelV4Content {
  switch (content.type) {
    case 'file':
      return { ...content, data: { type: 'data', data: content.data } };
    case 'tool-result':
      return toolResultFromV2(content);
    default:
      return content;
  }
}

export function streamPartFromV2(part: LanguageModelV2StreamPart): LanguageModelV4StreamPart {
  switch (part.type) {
    case 'stream-start':
      return { ...part, warnings: part.warnings.map(warningFromV2) };
    case 'finish':
      return { ...part, usage: usageFromV2(part.usage), finishReason: finishReasonFromV2(part.finishReason) };
    case 'file':
      return { ...part, data: { type: 'data', data: part.data } };
    case 'tool-result':
      return toolResultFromV2(part);
    default:
      return part;
  }
}

type ToolResult = Extract<LanguageModelV4Content, { type: 'tool-result' }>;

function toolResultFromV2({
  result,
  providerExecuted: _always,
  ...rest
}: Extract<LanguageModelV2Content, { type: 'tool-result' }>): ToolResult {
  // It came as JSON from the provider; only its absence is no JSON value.
  return { ...rest, result: (result ?? 'null') as ToolResult['result'] };
}

export function finishReasonFromV2(reason: LanguageModelV2FinishReason): LanguageModelV4FinishReason {
  return { unified: reason === 'unknown' ? 'other' : reason, raw: reason };
}

/** What version 2 did not count is unknown, not 0. */
export function usageFromV2(usage: LanguageModelV2Usage): LanguageModelV4Usage {
  const { inputTokens, cachedInputTokens, outputTokens, reasoningTokens } = usage;
  return {
    inputTokens: {
      total: inputTokens,
      noCache: undefined,
      cacheRead: cachedInputTokens,
      cacheWrite: undefined,
    },
    outputTokens: { total: outputTokens, text: undefined, reasoning: reasoningTokens },
  };
}

export function warningFromV2(warning: LanguageModelV2CallWarning): SharedV4Warning {
  if (warning.type === 'other') return warning;
  const details = warning.details === undefined ? {} : { details: warning.details };
  const feature = warning.type === 'unsupported-setting' ? String(warning.setting) : warning.tool.name;
  return { type: 'unsupported', feature, ...details };
}
