import type { LimitKind } from './limit-kind.js';
import { resetDurationMs, resetTimeMs } from './reset-time.policy.js';

/** What the headers of one response say about one limit. */
export interface LearnedLimit {
  readonly kind: LimitKind;
  /** Per window: whole, from 1. */
  readonly limit: number;
  /** At most this much was left when the provider counted the request; `undefined`: it does not say. */
  readonly remaining: number | undefined;
  /** Until it is full again, by then. */
  readonly resetInMs: number | undefined;
}

/** Whose headers and whose way to count. */
export type ProviderFamily = 'openai' | 'groq' | 'anthropic';

type Headers = Readonly<Record<string, string>>;

/**
 * Reads the headers about limits of a response. What makes no sense is left out, as are the -1 and 0 that Azure and some
 * others send in place of a limit.
 * @param now wall clock, ms since 1970.
 */
export function learnedLimits(
  family: ProviderFamily,
  headers: Headers,
  now: number,
): readonly LearnedLimit[] {
  switch (family) {
    case 'openai':
      return openAiLimits(headers);
    case 'groq':
      return groqLimits(headers);
    case 'anthropic':
      return anthropicLimits(headers, now);
    default:
      return family satisfies never;
  }
}

const MINUTE_MS = 60_000;

/**
 * Per minute, except for the accounts whose requests are limited per day: their header has the same name, but a bucket that
 * needs more than a minute to fill is none of a minute.
 * https://platform.openai.com/docs/guides/rate-limits#rate-limits-in-headers
 */
function openAiLimits(headers: Headers): readonly LearnedLimit[] {
  const requests = xRateLimit(headers, 'requests', 'requestsPerMinute');
  const daily = (requests?.resetInMs ?? 0) > MINUTE_MS;
  return present([
    requests && daily ? { ...requests, kind: 'requestsPerDay' } : requests,
    xRateLimit(headers, 'tokens', 'tokensPerMinute'),
  ]);
}

/** Requests are always per day and tokens always per minute: https://console.groq.com/docs/rate-limits#rate-limit-headers */
function groqLimits(headers: Headers): readonly LearnedLimit[] {
  return present([
    xRateLimit(headers, 'requests', 'requestsPerDay'),
    xRateLimit(headers, 'tokens', 'tokensPerMinute'),
  ]);
}

function xRateLimit(headers: Headers, name: string, kind: LimitKind): LearnedLimit | undefined {
  return learned(
    kind,
    headers[`x-ratelimit-limit-${name}`],
    headers[`x-ratelimit-remaining-${name}`],
    resetDurationMs(headers[`x-ratelimit-reset-${name}`]),
  );
}

/** Remaining tokens are rounded to thousands: https://docs.claude.com/en/api/rate-limits#response-headers */
const ROUNDED_OFF = 499;

function anthropicLimits(headers: Headers, now: number): readonly LearnedLimit[] {
  const group = (name: string, kind: LimitKind, roundedOff: number): LearnedLimit | undefined => {
    const field = (part: string): string | undefined => headers[`anthropic-ratelimit-${name}-${part}`];
    const found = learned(kind, field('limit'), field('remaining'), resetTimeMs(field('reset'), now));
    if (found?.remaining === undefined) return found;
    return { ...found, remaining: Math.min(found.limit, found.remaining + roundedOff) };
  };
  const input = group('input-tokens', 'inputTokensPerMinute', ROUNDED_OFF);
  const output = group('output-tokens', 'outputTokensPerMinute', ROUNDED_OFF);
  // The most restrictive limit in force: often one of the others again, or their sum, and otherwise the workspace's own.
  const tokens = group('tokens', 'tokensPerMinute', ROUNDED_OFF);
  const known = [input?.limit, output?.limit, (input?.limit ?? 0) + (output?.limit ?? 0)];
  return present([
    group('requests', 'requestsPerMinute', 0),
    input,
    output,
    known.includes(tokens?.limit) ? undefined : tokens,
  ]);
}

function learned(
  kind: LimitKind,
  limitText: string | undefined,
  remainingText: string | undefined,
  resetInMs: number | undefined,
): LearnedLimit | undefined {
  const limit = wholeNumberIn(limitText);
  if (limit === undefined || limit < 1) return undefined;
  const remaining = wholeNumberIn(remainingText);
  return {
    kind,
    limit,
    remaining: remaining === undefined ? undefined : Math.min(remaining, limit),
    resetInMs,
  };
}

/** Limits beyond 10^9 a minute limit nothing. */
const WHOLE_NUMBER = /^\d{1,9}$/;

function wholeNumberIn(text: string | undefined): number | undefined {
  return text !== undefined && WHOLE_NUMBER.test(text.trim()) ? Number(text) : undefined;
}

function present(limits: readonly (LearnedLimit | undefined)[]): readonly LearnedLimit[] {
  return limits.filter((limit) => limit !== undefined);
}

/**
 * What is surely still left after `ageMs`, by a report of that age: what was used comes back evenly over the window, and all
 * of it by the reset. So reports may come late and in any order: an old one claims little.
 */
export function agedRemaining(
  { limit, remaining, resetInMs = Infinity }: Omit<LearnedLimit, 'kind'>,
  windowMs: number,
  ageMs: number,
): number | undefined {
  if (remaining === undefined) return undefined;
  const comeBack = remaining + (limit * ageMs) / windowMs;
  const onTheWay = limit - (limit * (resetInMs - ageMs)) / windowMs;
  return Math.min(limit, Math.max(comeBack, onTheWay));
}
