import type { BucketState, LimitState } from './limits.js';
import { goDuration, rfc3339Seconds } from './reset-format.policy.js';
import type { Wire } from './wire.types.js';

export type Headers = Readonly<Record<string, string>>;

/** The rate-limit headers of one answer, in the wire's own names and formats. */
export function rateLimitHeaders(wire: Wire, state: LimitState, now: number): Headers {
  switch (wire) {
    case 'groq':
    case 'openai':
      return { ...xRateLimit('requests', state.requests), ...xRateLimit('tokens', state.tokens) };
    case 'anthropic':
      return anthropicHeaders(state, now);
    default:
      return wire satisfies never;
  }
}

function xRateLimit(name: string, bucket: BucketState | undefined): Headers {
  if (!bucket) return {};
  return {
    [`x-ratelimit-limit-${name}`]: String(bucket.limit),
    [`x-ratelimit-remaining-${name}`]: String(bucket.remaining),
    [`x-ratelimit-reset-${name}`]: goDuration(bucket.resetMs),
  };
}

function anthropicHeaders(state: LimitState, now: number): Headers {
  return {
    ...anthropicGroup('requests', state.requests, now),
    ...anthropicGroup('input-tokens', thousands(state.inputTokens), now),
    ...anthropicGroup('output-tokens', thousands(state.outputTokens), now),
    ...anthropicGroup('tokens', thousands(mostRestrictive(state)), now),
  };
}

function anthropicGroup(name: string, bucket: BucketState | undefined, now: number): Headers {
  if (!bucket) return {};
  const prefix = `anthropic-ratelimit-${name}`;
  return {
    [`${prefix}-limit`]: String(bucket.limit),
    [`${prefix}-remaining`]: String(bucket.remaining),
    [`${prefix}-reset`]: rfc3339Seconds(now + bucket.resetMs),
  };
}

/** Anthropic gives what remains to the nearest thousand tokens. */
function thousands(bucket: BucketState | undefined): BucketState | undefined {
  return (
    bucket && { ...bucket, remaining: Math.min(bucket.limit, Math.round(bucket.remaining / 1000) * 1000) }
  );
}

/** `tokens-*` is the workspace's own limit when it is tighter than what input and output leave together. */
function mostRestrictive({ tokens, inputTokens, outputTokens }: LimitState): BucketState | undefined {
  if (!inputTokens || !outputTokens) return tokens;
  const sum: BucketState = {
    limit: inputTokens.limit + outputTokens.limit,
    remaining: inputTokens.remaining + outputTokens.remaining,
    resetMs: Math.max(inputTokens.resetMs, outputTokens.resetMs),
  };
  return tokens && tokens.remaining < sum.remaining ? tokens : sum;
}
