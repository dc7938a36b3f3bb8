import type { SimulatedMessage } from '../simulator.types.js';
import { isObject, refuseField } from './request-fields.js';

const EXPECTED = 'a string or an array of content parts';

/**
 * The text of a message's content on any of the wires: a string, or the text of its parts (also of tool results).
 * Parts without text, such as images, are accepted and count as no text.
 */
export function contentText(content: unknown, field: string): string {
  if (content === undefined || content === null) return '';
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return refuseField(field, 'type', EXPECTED);
  return content
    .map((part: unknown, index) => {
      if (typeof part === 'string') return part;
      if (!isObject(part)) return refuseField(`${field}[${index}]`, 'type', 'a content part');
      if (typeof part['type'] !== 'string')
        return refuseField(`${field}[${index}].type`, 'missing', 'a string');
      return typeof part['text'] === 'string'
        ? part['text']
        : contentText(part['content'], `${field}[${index}].content`);
    })
    .filter((text) => text !== '')
    .join('\n');
}

/** The last thing that a user said; the last message where nobody is called user. */
export function questionText(messages: readonly SimulatedMessage[]): string {
  return (messages.findLast(({ role }) => role === 'user') ?? messages.at(-1))?.text ?? '';
}

/** All text of a request as one string: what is counted as input and matched by the prompt cache. */
export function promptText(messages: readonly SimulatedMessage[]): string {
  return messages.map(({ text }) => text).join('\n');
}
