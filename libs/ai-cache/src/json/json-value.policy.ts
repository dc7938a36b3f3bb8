/** The first part of a value that JSON would change or lose. */
export interface NotJson {
  readonly path: string;
  readonly found: string;
}

/** Deeper values are refused: recursion over them could overflow the stack. */
const DEEPEST = 500;

/** Names of properties are shown when they look like code; others may be data. */
const IDENTIFIER = /^[A-Za-z_$][\w$]{0,39}$/;

/** Looks for what is not JSON. Undefined when the value survives JSON unchanged. */
export function findNotJson(value: unknown): NotJson | undefined {
  return find(value, []);
}

function find(value: unknown, parents: object[]): NotJson | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return undefined;
    case 'number':
      return Number.isFinite(value) ? undefined : found(String(value));
    case 'object':
      return value === null ? undefined : findInObject(value, parents);
    case 'undefined':
      return found('undefined');
    case 'bigint':
    case 'function':
    case 'symbol':
      return found(`a ${typeof value}`);
  }
}

function findInObject(value: object, parents: object[]): NotJson | undefined {
  if (parents.includes(value)) return found('a cycle');
  if (parents.length >= DEEPEST) return found(`a structure deeper than ${DEEPEST} levels`);
  parents.push(value);
  const result = Array.isArray(value) ? findInArray(value, parents) : findInRecord(value, parents);
  parents.pop();
  return result;
}

function findInArray(items: readonly unknown[], parents: object[]): NotJson | undefined {
  for (let index = 0; index < items.length; index++) {
    const inside = find(items[index], parents);
    if (inside) return within(`[${index}]`, inside);
  }
  // Holes were met as undefined above; what is left are names such as those of a RegExp match.
  return Object.keys(items).length === items.length ? undefined : found('an array with named properties');
}

function findInRecord(value: object, parents: object[]): NotJson | undefined {
  if (!isPlain(value)) return found(`an instance of ${nameOfClass(value)}`);
  if (Object.getOwnPropertySymbols(value).length > 0) return found('an object with symbol keys');
  for (const [index, [key, item]] of Object.entries(value).entries()) {
    const inside = find(item, parents);
    if (inside) return within(IDENTIFIER.test(key) ? `.${key}` : `[property ${index}]`, inside);
  }
  return undefined;
}

/** Plain objects of every realm have a prototype that has none itself. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function nameOfClass(value: object): string {
  const { constructor } = value;
  return typeof constructor === 'function' && constructor.name !== '' ? constructor.name : 'a class';
}

function found(what: string): NotJson {
  return { path: '', found: what };
}

function within(step: string, inside: NotJson): NotJson {
  return { path: step + inside.path, found: inside.found };
}
