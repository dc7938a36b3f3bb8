import { types } from 'node:util';

/** The property that makes a plain object stand for something else. Objects that have it by themselves are marked, too. */
export const MARK = '$hydrogenai';

type Walk = (part: unknown) => unknown;

/** What stands for a value that is no JSON; `undefined` when it needs no mark, or has none. */
export function markOf(value: unknown, walk: Walk): object | undefined {
  switch (typeof value) {
    case 'undefined':
      return marked('undefined');
    case 'bigint':
      return marked('bigint', String(value));
    case 'number':
      return Number.isFinite(value) ? undefined : marked('number', String(value));
    case 'object':
      return value === null ? undefined : markOfObject(value, walk);
    default:
      return undefined;
  }
}

function markOfObject(value: object, walk: Walk): object | undefined {
  // Of these exactly: what a class of the user's adds to them would be lost.
  switch (Object.getPrototypeOf(value)) {
    case Date.prototype:
      // An invalid date has NaN, which JSON has not.
      return types.isDate(value) ? marked('date', walk(value.getTime())) : undefined;
    case Buffer.prototype:
      return value instanceof Buffer ? marked('buffer', value.toString('base64')) : undefined;
    case Uint8Array.prototype:
      return value instanceof Uint8Array ? marked('bytes', base64(value)) : undefined;
    case URL.prototype:
      return value instanceof URL ? marked('url', value.href) : undefined;
    case Map.prototype:
      return value instanceof Map
        ? marked(
            'map',
            Array.from(value, ([key, item]) => [walk(key), walk(item)]),
          )
        : undefined;
    case Set.prototype:
      return value instanceof Set ? marked('set', Array.from(value, walk)) : undefined;
    case Object.prototype:
    case null:
      return MARK in value && Object.hasOwn(value, MARK)
        ? marked(
            'object',
            Object.entries(value).map(([key, item]) => [key, walk(item)]),
          )
        : undefined;
    default:
      return undefined;
  }
}

/** What a mark stands for. @throws TypeError for marks that `markOf` never makes */
export function fromMark(mark: object, walk: Walk): unknown {
  const { [MARK]: kind, value } = mark as { readonly [MARK]: unknown; readonly value?: unknown };
  switch (kind) {
    case 'undefined':
      return undefined;
    case 'bigint':
      return BigInt(String(value));
    case 'number':
      return Number(value);
    case 'date':
      return new Date(Number(walk(value)));
    case 'buffer':
      return Buffer.from(String(value), 'base64');
    case 'bytes':
      return new Uint8Array(Buffer.from(String(value), 'base64'));
    case 'url':
      return new URL(String(value));
    case 'map':
      return new Map(pairsOf(value).map(([key, item]) => [walk(key), walk(item)]));
    case 'set':
      return new Set(listOf(value).map(walk));
    case 'object':
      return Object.fromEntries(pairsOf(value).map(([key, item]) => [String(key), walk(item)]));
    default:
      throw new TypeError('A stored value has a mark that this version does not know.');
  }
}

function marked(kind: string, value?: unknown): object {
  return value === undefined ? { [MARK]: kind } : { [MARK]: kind, value };
}

function base64({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function pairsOf(value: unknown): readonly (readonly [unknown, unknown])[] {
  return listOf(value).map((pair) => {
    const [key, item] = listOf(pair);
    return [key, item] as const;
  });
}
