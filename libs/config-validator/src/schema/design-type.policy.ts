import type { VariableKind } from '../coercion/coerce.policy.js';

/** The kind that a property's emitted type stands for; `undefined` for `Object` (unions, interfaces) and when none was emitted. */
export function kindOfDesignType(designType: unknown): VariableKind | undefined {
  if (designType === String) return 'string';
  if (designType === Number) return 'number';
  if (designType === Boolean) return 'boolean';
  return designType === Array ? 'list' : undefined;
}
