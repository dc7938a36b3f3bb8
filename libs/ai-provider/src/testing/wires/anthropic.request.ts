import type { SimulatedMessage } from '../simulator.types.js';
import { contentText } from './content-text.js';
import {
  isObject,
  optionalArray,
  optionalBoolean,
  optionalNumber,
  optionalPositiveInteger,
  optionalStrings,
  refuseField,
  requiredArray,
  requiredString,
  type JsonObject,
} from './request-fields.js';
import { readAnswerSchema, readTools } from './requested-tools.js';
import type { TextRequest } from './wire-endpoint.types.js';

const ROLES = ['user', 'assistant', 'system'];

/** Reads the body of `POST messages`. */
export function readMessagesRequest(body: JsonObject): TextRequest {
  const prompt = readPrompt(body);
  const maxTokens = optionalPositiveInteger(body, 'max_tokens');
  if (maxTokens === undefined) return refuseField('max_tokens', 'missing', 'an integer');
  optionalNumber(body, 'temperature', 0, 1);
  optionalNumber(body, 'top_p', 0, 1);
  return {
    ...prompt,
    maxTokens,
    stream: optionalBoolean(body, 'stream'),
    stop: optionalStrings(body, 'stop_sequences'),
    streamUsage: true,
    cacheRequested: asksForCache(body),
    ...readTools(body),
    schema: readAnswerSchema(body),
  };
}

/** The part that `messages` and `messages/count_tokens` share. */
export function readPrompt(body: JsonObject): Pick<TextRequest, 'model' | 'messages'> {
  const model = requiredString(body, 'model');
  const messages = requiredArray(body, 'messages', 'an array of messages').map(readMessage);
  const system = contentText(body['system'], 'system');
  optionalArray(body, 'tools');
  return { model, messages: system === '' ? messages : [{ role: 'system', text: system }, ...messages] };
}

function readMessage(message: unknown, index: number): SimulatedMessage {
  const field = `messages.${index}`;
  if (!isObject(message)) return refuseField(field, 'type', 'an object');
  const { role, content } = message;
  if (role === undefined) return refuseField(`${field}.role`, 'missing', ROLES.join(', '));
  if (typeof role !== 'string' || !ROLES.includes(role)) {
    return refuseField(`${field}.role`, 'value', `one of ${ROLES.join(', ')}`);
  }
  if (content === undefined) return refuseField(`${field}.content`, 'missing', 'a string or content blocks');
  return { role, text: contentText(content, `${field}.content`) };
}

/** `cache_control` on the request, on a system or content block, or on a tool. */
function asksForCache(body: JsonObject): boolean {
  const marked = (part: unknown): boolean =>
    isObject(part) && (isObject(part['cache_control']) || list(part['content']).some(marked));
  return (
    marked(body) || [body['system'], body['messages'], body['tools']].some((each) => list(each).some(marked))
  );
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
