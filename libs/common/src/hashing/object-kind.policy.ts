import { types } from 'node:util';

/**
 * Whether an array, typed array, Date, Map or Set is of somebody's class and not of the language's: it may have private
 * state. `Buffer` counts as the language's.
 */
export function isOwnClass(value: object): boolean {
  if (!isBuiltIn(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== 'object' || prototype === null) return false;
  if (prototype === Buffer.prototype) return false;
  // Of the language's prototypes, those of typed arrays have one between them and the realm's Object.prototype.
  const above: unknown = Object.getPrototypeOf(prototype);
  const base: unknown = isTypedArray(value) && isObject(above) ? Object.getPrototypeOf(above) : above;
  return !isRootPrototype(base);
}

/** An object literal, also of another realm, or an object without a prototype. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || isRootPrototype(prototype);
}

/** From the prototype and not from the value, whose own `constructor` property would be somebody's data. */
export function classNameOf(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  const maker: unknown = isObject(prototype) ? Reflect.get(prototype, 'constructor') : undefined;
  return typeof maker === 'function' && maker.name !== '' ? maker.name : 'an unnamed class';
}

function isBuiltIn(value: object): boolean {
  return (
    Array.isArray(value) ||
    types.isArrayBufferView(value) ||
    types.isDate(value) ||
    types.isMap(value) ||
    types.isSet(value)
  );
}

function isTypedArray(value: object): boolean {
  return types.isTypedArray(value);
}

/** The `Object.prototype` of this realm or another. Only those hold what every object inherits. */
function isRootPrototype(value: unknown): boolean {
  if (value === Object.prototype) return true;
  return isObject(value) && Object.getPrototypeOf(value) === null && Object.hasOwn(value, 'isPrototypeOf');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
