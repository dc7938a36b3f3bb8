import { RefusedRequest } from '../problem.types.js';
import { isObject, type JsonObject } from '../wires/request-fields.js';
import type { BatchCall } from './batch-request.types.js';

/** @throws RefusedRequest unless the body is a JSON object. */
export function bodyOf({ body }: BatchCall): JsonObject {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    // The wire's error body tells the client; the parser's message would repeat the prompts.
    throw new RefusedRequest({ kind: 'notJson' });
  }
  if (!isObject(parsed)) throw new RefusedRequest({ kind: 'notJson' });
  return parsed;
}

/** The id between a prefix and a suffix of a path, if that is what the path is. */
export function idIn(path: string, prefix: string, suffix: string): string | undefined {
  if (!path.startsWith(prefix) || !path.endsWith(suffix)) return undefined;
  const id = path.slice(prefix.length, path.length - suffix.length);
  return /^[\w-]+$/.test(id) ? id : undefined;
}
