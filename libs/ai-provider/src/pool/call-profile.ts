import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { estimateTokens } from '../admission/estimate-tokens.js';
import type { CallProfile } from '../failover/attempt-end.js';
import type { CallLabels } from '../response/call-labels.policy.js';

/** Who asks and how much. The estimate is made when somebody asks for it: most requests meet no limit and no budget. */
export function profileOf(call: LanguageModelV4CallOptions, labels: CallLabels | undefined): CallProfile {
  let inputTokens: number | undefined;
  return {
    ...labels,
    maxOutputTokens: call.maxOutputTokens,
    get inputTokens() {
      return (inputTokens ??= estimateTokens(call.prompt, call.tools, call.responseFormat));
    },
  };
}
