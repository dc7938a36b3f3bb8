import { matching } from '@hydrogenai/common';

const SEGMENT = '[a-z0-9][a-z0-9-]{0,31}';
const PERMISSION = new RegExp(`^${SEGMENT}(?::${SEGMENT}){0,3}$`);
const PATTERN = new RegExp(String.raw`^(?:${SEGMENT}|\*)(?::(?:${SEGMENT}|\*)){0,3}$`);

const PERMISSION_RULE =
  "a permission such as 'cache:invalidate': 1 to 4 segments of lower-case letters, digits and -, joined by :";
const PATTERN_RULE = `${PERMISSION_RULE}; * stands for a segment, at the end for one or more`;

/** @throws InvalidOptionError unless it is one permission, without wildcards */
export function checkedPermission(permission: unknown, field: string): string {
  return matching(permission, PERMISSION, field, PERMISSION_RULE);
}

/** @throws InvalidOptionError unless it is a permission or a pattern of some */
export function checkedPattern(pattern: unknown, field: string): string {
  return matching(pattern, PATTERN, field, PATTERN_RULE);
}

/**
 * Whether a pattern covers a permission. `*` stands for exactly one segment, at the end for one or more: `cache:*` covers
 * `cache:read` and `cache:entry:read`, and not `cache`; `*:read` covers `cache:read` and not `cache:entry:read`; `*` covers all.
 */
export function covers(pattern: string, permission: string): boolean {
  const wanted = pattern.split(':');
  const given = permission.split(':');
  const open = wanted.at(-1) === '*';
  if (open ? given.length < wanted.length : given.length !== wanted.length) return false;
  return wanted.every((segment, index) => segment === '*' || segment === given[index]);
}
