import type { LimitItem } from './rate-limit-headers.policy.js';

/** The fields of a response that limits write, as they are now. */
export interface LimitFields {
  readonly 'ratelimit-policy'?: string | undefined;
  readonly ratelimit?: string | undefined;
  readonly 'retry-after'?: string | undefined;
}

/** Members of a list (RFC 9651, section 4.2.1): commas inside of quoted Strings part nothing. */
const MEMBER = /(?:[^,"]|"(?:[^"\\]|\\.)*")+/g;
/** A member of `RateLimit` as it is written here. */
const OWN_LIMIT = /^"([^"\\]*)";r=(\d+)(?:;t=(\d+))?$/;

/**
 * Adds limits to what earlier ones of the same request, or somebody else, have written: one list, each policy once. Of two
 * figures for one policy (fields of a GraphQL query count it several times) the smaller one stays.
 * @param retryAfterS wait of a refused call, in whole seconds.
 */
export function mergeFields(
  before: LimitFields,
  items: readonly LimitItem[],
  retryAfterS: number | undefined,
): LimitFields {
  const retryAfter = longerWait(before['retry-after'], retryAfterS);
  const policies = members(before['ratelimit-policy']);
  const limits = members(before.ratelimit);
  for (const item of items) {
    replace(policies, item.name, item.policy);
    const present = OWN_LIMIT.exec(limits.find(isNamed(item.name)) ?? '');
    if (present === null || item.remaining <= Number(present[2])) replace(limits, item.name, limitOf(item));
  }
  return {
    ...(policies.length === 0 ? {} : { 'ratelimit-policy': policies.join(', ') }),
    ...(limits.length === 0
      ? {}
      : { ratelimit: limits.map((limit) => within(limit, retryAfter)).join(', ') }),
    ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
  };
}

function limitOf({ name, remaining, windowS }: LimitItem): string {
  return `"${name}";r=${remaining};t=${windowS}`;
}

function members(list: string | undefined): string[] {
  return (list?.match(MEMBER) ?? []).map((member) => member.trim()).filter((member) => member !== '');
}

function isNamed(name: string): (member: string) => boolean {
  return (member) => member === `"${name}"` || member.startsWith(`"${name}";`);
}

function replace(list: string[], name: string, member: string): void {
  const index = list.findIndex(isNamed(name));
  if (index === -1) list.push(member);
  else list[index] = member;
}

/** The longer of two waits. A date that somebody else has written is left as it is. */
function longerWait(before: string | undefined, seconds: number | undefined): string | undefined {
  if (before === undefined || seconds === undefined) return before ?? seconds?.toString();
  return /^\d+$/.test(before) ? String(Math.max(Number(before), seconds)) : before;
}

/** `Retry-After` should not be earlier than the end of a window (section 6 of the draft); `t` is optional, so it gives way. */
function within(limit: string, retryAfter: string | undefined): string {
  const [, name, remaining, windowS] = OWN_LIMIT.exec(limit) ?? [];
  if (retryAfter === undefined || windowS === undefined || !(Number(windowS) > Number(retryAfter)))
    return limit;
  return `"${name}";r=${remaining}`;
}
