/**
 * A frozen copy of a plain object in which the hidden properties are not enumerable. Lists in it are copied too; objects
 * of a class keep their fields, which nobody here may know, and are only frozen.
 */
export function frozenCopy(value: unknown, hidden: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return Object.freeze([...value]);
  if (typeof value !== 'object' || value === null) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return Object.freeze(value);
  const copy = {};
  for (const [key, held] of Object.entries(value)) {
    const frozen = Array.isArray(held) ? Object.freeze([...held]) : held;
    Object.defineProperty(copy, key, { value: frozen, enumerable: !hidden.has(key) });
  }
  return Object.freeze(copy);
}
