/** What is read of an object without running anything of it. */
export interface OwnField {
  readonly name: string;
  /** Absent where a getter would have to be run. */
  readonly value?: unknown;
}

/** Own enumerable fields, those with symbols as well, at most so many. */
export function ownFields(object: object, most: number): OwnField[] {
  const fields: OwnField[] = [];
  for (const key of Reflect.ownKeys(object)) {
    if (fields.length >= most) break;
    const descriptor = Reflect.getOwnPropertyDescriptor(object, key);
    if (descriptor?.enumerable !== true) continue;
    const name = typeof key === 'symbol' ? key.toString() : key;
    fields.push('value' in descriptor ? { name, value: descriptor.value } : { name });
  }
  return fields;
}

/** A field of the object or of what it inherits from, unless it is a getter. */
export function dataOf(object: object, key: string): unknown {
  for (let holder: object | null = object; holder !== null; holder = Object.getPrototypeOf(holder)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(holder, key);
    if (descriptor !== undefined) return descriptor.value;
  }
  return undefined;
}

/** The stack that the engine wrote. Its getter is the engine's; one of somebody else is not run. */
export function stackOf(error: Error): string | undefined {
  const own = Reflect.getOwnPropertyDescriptor(error, 'stack');
  const isNative = own?.get !== undefined && own.get === nativeStackGetter();
  const stack: unknown = isNative ? error.stack : own?.value;
  return typeof stack === 'string' ? stack : undefined;
}

function nativeStackGetter(): unknown {
  return Reflect.getOwnPropertyDescriptor(new Error('probe'), 'stack')?.get;
}
