import { isUtf8 } from 'node:buffer';
import { partOf } from '../entry/part-of.js';

/**
 * The texts of an answer as a filter has to see them: each by itself, and, because a stream that was collected comes in
 * pieces which may be cut anywhere, those of one property (or of one array) joined in their order.
 */
export function textsOf(value: unknown): readonly string[] {
  const apart: string[] = [];
  const joined = new Map<string, string[]>();
  const collect = (part: unknown, name: string): void => {
    if (typeof part === 'string') {
      apart.push(part);
      partOf(joined, name, () => new Array<string>()).push(part);
    } else if (Buffer.isBuffer(part) || part instanceof Uint8Array) {
      if (isUtf8(part)) collect(Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString(), name);
    } else if (Array.isArray(part)) {
      for (const item of part) collect(item, name);
    } else if (typeof part === 'object' && part !== null) {
      for (const [key, item] of Object.entries(part)) {
        apart.push(key);
        collect(item, key);
      }
    }
  };
  collect(value, '');
  const pieces = [...joined.values()].filter(({ length }) => length > 1);
  // A line break is no part of any secret, so what stands on two lines cannot become one.
  return [apart.join('\n'), ...pieces.map((texts) => texts.join(''))];
}
