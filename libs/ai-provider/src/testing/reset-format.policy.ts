/**
 * Milliseconds the way Go prints a duration, which OpenAI and Groq put in their reset headers:
 * `12ms`, `1s`, `7.66s`, `6m0s`, `2m59.56s`. Rounded up to whole milliseconds.
 */
export function goDuration(ms: number): string {
  const whole = Math.ceil(ms);
  if (whole === 0) return '0s';
  if (whole < 1000) return `${whole}ms`;
  const hours = Math.floor(whole / 3_600_000);
  const minutes = Math.floor((whole % 3_600_000) / 60_000);
  const seconds = (whole % 60_000) / 1000;
  if (hours > 0) return `${hours}h${minutes}m${seconds}s`;
  return minutes > 0 ? `${minutes}m${seconds}s` : `${seconds}s`;
}

/** RFC 3339 in whole seconds, rounded up, which Anthropic puts in its reset headers: `2025-08-21T12:40:59Z`. */
export function rfc3339Seconds(epochMs: number): string {
  return new Date(Math.ceil(epochMs / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}
