import { findNotJson } from '../json/json-value.policy.js';
import { ValueNotCacheableError } from '../json/value-not-cacheable.error.js';
import { toJson } from '../rich/rich-value.codec.js';

/**
 * A chunk in its JSON form.
 * @param onUnfit told when it has none
 * @returns undefined when it has none and somebody was told so
 * @throws ValueNotCacheableError when it has none
 */
export function encodeChunk(chunk: unknown, onUnfit?: () => void): unknown {
  try {
    const json = toJson(chunk);
    const refused = findNotJson(json);
    if (refused) throw new ValueNotCacheableError(`$${refused.path}`, refused.found);
    return json;
  } catch (error) {
    if (onUnfit === undefined || !(error instanceof ValueNotCacheableError)) throw error;
    onUnfit();
    return undefined;
  }
}
