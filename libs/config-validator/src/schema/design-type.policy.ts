import { isSecret, Secret } from '@hydrogenai/security';
import type { VariableKind } from '../coercion/coerce.policy.js';

/** The kind that a property's emitted type stands for; `undefined` for `Object` (unions, interfaces) and when none was emitted. */
export function kindOfDesignType(designType: unknown): VariableKind | undefined {
  if (designType === String) return 'string';
  if (designType === Number) return 'number';
  if (designType === Boolean) return 'boolean';
  if (designType === Secret) return 'secret';
  if (designType === URL) return 'url';
  return designType === Array ? 'list' : undefined;
}

/** The kind of a default; `undefined` when there is none, or none that a variable can hold. */
export function kindOfDefault(value: unknown): VariableKind | undefined {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  if (isSecret(value)) return 'secret';
  if (value instanceof URL) return 'url';
  return Array.isArray(value) ? 'list' : undefined;
}
