import type { SimulatedMessage } from '../simulator.types.js';
import { contentText } from './content-text.js';
import {
  isObject,
  optionalBoolean,
  optionalNumber,
  optionalPositiveInteger,
  refuseField,
  requiredString,
  type JsonObject,
} from './request-fields.js';
import { readAnswerSchema, readTools } from './requested-tools.js';
import type { TextRequest } from './wire-endpoint.types.js';

const ROLES = ['system', 'developer', 'user', 'assistant'];
const INPUT = 'a string or an array of input items';

/** Reads the body of `POST responses`. */
export function readResponsesRequest(body: JsonObject): TextRequest {
  const model = requiredString(body, 'model');
  const instructions = body['instructions'] ?? undefined;
  if (instructions !== undefined && typeof instructions !== 'string')
    refuseField('instructions', 'type', 'a string');
  optionalNumber(body, 'temperature', 0, 2);
  optionalNumber(body, 'top_p', 0, 1);
  const input = readInput(body['input'] ?? undefined);
  return {
    model,
    messages: instructions === undefined ? input : [{ role: 'system', text: instructions }, ...input],
    stream: optionalBoolean(body, 'stream'),
    maxTokens: optionalPositiveInteger(body, 'max_output_tokens'),
    stop: [],
    streamUsage: true,
    cacheRequested: true,
    ...readTools(body),
    schema: readAnswerSchema(body),
  };
}

function readInput(input: unknown): readonly SimulatedMessage[] {
  if (input === undefined) return refuseField('input', 'missing', INPUT);
  if (typeof input === 'string') return [{ role: 'user', text: input }];
  if (!Array.isArray(input)) return refuseField('input', 'type', INPUT);
  if (input.length === 0) return refuseField('input', 'value', `${INPUT} with at least one element`);
  return input.map(readItem);
}

/** Messages by their role; tool calls, their results and references by their type. */
function readItem(item: unknown, index: number): SimulatedMessage {
  const field = `input[${index}]`;
  if (!isObject(item)) return refuseField(field, 'type', 'an object');
  const { role, type } = item;
  if (role === undefined && typeof type === 'string') {
    const called = typeof item['arguments'] === 'string' ? item['arguments'] : '';
    return { role: type, text: called + contentText(item['output'], `${field}.output`) };
  }
  if (role === undefined) return refuseField(`${field}.role`, 'missing', ROLES.join(', '));
  if (typeof role !== 'string' || !ROLES.includes(role)) {
    return refuseField(`${field}.role`, 'value', `one of ${ROLES.join(', ')}`);
  }
  if (item['content'] === undefined)
    return refuseField(`${field}.content`, 'missing', 'a string or content parts');
  return { role, text: contentText(item['content'], `${field}.content`) };
}
