import { InvalidOptionError, isCorrelationId } from '@hydrogenai/common';
import { checkedPermission } from '../access/permission.policy.js';
import type { AuditDecision } from './audit-record.js';

/** What somebody has done, or wanted to. */
export interface AuditEntry {
  /** Id of the principal; only its pseudonym is kept. Undefined: nobody knows. */
  readonly actor?: string | undefined;
  /** What was asked for, as a permission: `cache:invalidate`. */
  readonly action: string;
  /** `ClassName.methodName`, or one of the `resources` of the options. */
  readonly resource: string;
  readonly tenant?: string | undefined;
  readonly decision: AuditDecision;
  /** One of `AUDIT_REASONS`, or of the `reasons` of the options. */
  readonly reason: string;
  /** Default: that of the request context. */
  readonly correlationId?: string | undefined;
}

export const AUDIT_REASONS = [
  'granted',
  'no-permission',
  'not-authenticated',
  'unknown-credentials',
] as const;

export interface AllowedNames {
  readonly resources: ReadonlySet<string>;
  readonly reasons: ReadonlySet<string>;
}

/** What the record says in the words of the caller, checked. */
export interface CheckedEntry {
  readonly action: string;
  readonly resource: string;
  readonly decision: AuditDecision;
  readonly reason: string;
}

const METHOD = /^[A-Za-z_$][\w$]{0,63}\.[A-Za-z_$][\w$]{0,63}$/;
const TENANT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** UUIDs, and trace ids of W3C Trace Context. */
const MADE_ID = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32})$/;
const DECISIONS: ReadonlySet<unknown> = new Set<AuditDecision>(['allowed', 'denied', 'noted']);

/** @throws InvalidOptionError naming the field and quoting nothing: what does not belong here may be a secret */
export function checkedEntry(entry: AuditEntry, names: AllowedNames): CheckedEntry {
  const { action, resource, decision, reason } = entry;
  require(isPermission(action), 'action', "a permission such as 'cache:invalidate'", action);
  require(METHOD.test(resource) ||
    names.resources.has(
      resource,
    ), 'resource', "'ClassName.methodName', or one of the resources that the options name", resource);
  require(DECISIONS.has(decision), 'decision', "'allowed', 'denied' or 'noted'", decision);
  require(names.reasons.has(
    reason,
  ), 'reason', 'one of the reasons that are built in or named by the options', reason);
  return { action, resource, decision, reason };
}

/** Names of tenants as they are; others might say anything. */
export function isPlainTenant(tenant: string): boolean {
  return TENANT.test(tenant);
}

/** Ids that programs make. One that a client has chosen might be a key. */
export function isMadeId(correlationId: string): boolean {
  return isCorrelationId(correlationId) && MADE_ID.test(correlationId);
}

function isPermission(action: string): boolean {
  try {
    return checkedPermission(action, 'action') === action;
  } catch {
    return false; // the error would quote the action
  }
}

function require(accepted: boolean, field: string, range: string, received: unknown): void {
  if (accepted) return;
  throw new InvalidOptionError({ field: `audit entry: ${field}`, accepted: range, received, secret: true });
}
