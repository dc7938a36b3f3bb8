import type { SimulatedMessage } from '../simulator.types.js';
import { contentText } from './content-text.js';
import {
  isObject,
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

const ROLES = ['system', 'developer', 'user', 'assistant', 'tool', 'function'];

/** Reads the body of `POST chat/completions`, which OpenAI and Groq share. */
export function readChatRequest(body: JsonObject): TextRequest {
  const model = requiredString(body, 'model');
  const messages = requiredArray(body, 'messages', 'an array of messages').map(readMessage);
  optionalNumber(body, 'temperature', 0, 2);
  optionalNumber(body, 'top_p', 0, 1);
  if ((body['n'] ?? 1) !== 1) refuseField('n', 'value', '1 (one choice is all that is simulated)');
  return {
    model,
    messages,
    stream: optionalBoolean(body, 'stream'),
    maxTokens:
      optionalPositiveInteger(body, 'max_completion_tokens') ?? optionalPositiveInteger(body, 'max_tokens'),
    stop: optionalStrings(body, 'stop'),
    streamUsage: wantsStreamUsage(body),
    cacheRequested: true,
    ...readTools(body),
    schema: readAnswerSchema(body),
  };
}

function readMessage(message: unknown, index: number): SimulatedMessage {
  const field = `messages[${index}]`;
  if (!isObject(message)) return refuseField(field, 'type', 'an object');
  const role = message['role'];
  if (role === undefined) return refuseField(`${field}.role`, 'missing', ROLES.join(', '));
  if (typeof role !== 'string' || !ROLES.includes(role)) {
    return refuseField(`${field}.role`, 'value', `one of ${ROLES.join(', ')}`);
  }
  const calls = message['tool_calls'] ?? undefined;
  if (message['content'] === undefined && calls === undefined && message['function_call'] === undefined) {
    return refuseField(`${field}.content`, 'missing', 'a string or an array of content parts');
  }
  const text = contentText(message['content'], `${field}.content`);
  return { role, text: calls === undefined ? text : `${text}${JSON.stringify(calls)}` };
}

function wantsStreamUsage(body: JsonObject): boolean {
  const options = body['stream_options'] ?? {};
  if (!isObject(options)) return refuseField('stream_options', 'type', 'an object');
  return optionalBoolean(options, 'include_usage');
}
