import type { LanguageModelV4Message, LanguageModelV4Prompt } from '@ai-sdk/provider';
import { InvalidOptionError } from '@hydrogenai/common';
import { POOL_PROVIDER } from '../candidates/routing-metadata.js';
import type { ChatMessage, GenerateRequest, ToolCall } from './generate-request.js';
import { toImageParts } from './images.policy.js';

/** @throws InvalidOptionError naming the field, and never showing a text. */
export function toPrompt({ prompt, images, messages, system }: GenerateRequest): LanguageModelV4Prompt {
  if ((prompt === undefined) === (messages === undefined)) {
    throw new InvalidOptionError({
      field: 'prompt',
      accepted: 'exactly one of "prompt" and "messages"',
      received: prompt === undefined ? 'neither' : 'both',
    });
  }
  if (system !== undefined && (typeof system !== 'string' || system === '')) refuse('system', 'text', system);
  const instructions: LanguageModelV4Message[] =
    system === undefined ? [] : [{ role: 'system', content: system }];
  if (messages === undefined) {
    if (typeof prompt !== 'string' || prompt === '')
      refuse('prompt', 'at least one message, each with text', prompt);
    return [...instructions, userMessage(prompt, images, 'images')];
  }
  if (images !== undefined) refuse('images', 'nothing beside "messages"; put them into a message', images);
  if (!Array.isArray(messages)) refuse('messages', 'a list of messages', messages);
  if (messages.length === 0) refuse('messages', 'at least one message, each with text', messages);
  return [...instructions, ...messages.map((message, index) => toMessage(message, `messages[${index}]`))];
}

function toMessage(message: ChatMessage, field: string): LanguageModelV4Message {
  if (typeof message !== 'object' || message === null || typeof message.content !== 'string') {
    refuse(field, 'a message with text', message);
  }
  const { role, content, images, toolCalls } = message;
  const mayBeEmpty = role === 'tool' || (images?.length ?? 0) > 0 || (toolCalls?.length ?? 0) > 0;
  if (content === '' && !mayBeEmpty) refuse(`${field}.content`, 'text', content);
  if (images !== undefined && role !== 'user')
    refuse(`${field}.images`, "nothing but in a user's message", images);
  if (toolCalls !== undefined && role !== 'assistant') {
    refuse(`${field}.toolCalls`, "nothing but in an assistant's message", toolCalls);
  }
  switch (role) {
    case 'system':
      return { role, content };
    case 'user':
      return userMessage(content, images, `${field}.images`);
    case 'assistant':
      return assistantMessage(content, toolCalls ?? [], `${field}.toolCalls`);
    case 'tool':
      return toolMessage(message, field);
    default:
      return refuse(`${field}.role`, 'system, user, assistant or tool', role satisfies never);
  }
}

function userMessage(content: string, images: ChatMessage['images'], field: string): LanguageModelV4Message {
  const text = content === '' ? [] : [{ type: 'text' as const, text: content }];
  return { role: 'user', content: [...text, ...toImageParts(images, field)] };
}

function assistantMessage(
  content: string,
  calls: readonly ToolCall[],
  field: string,
): LanguageModelV4Message {
  if (!Array.isArray(calls)) refuse(field, 'a list of tool calls', calls);
  return {
    role: 'assistant',
    content: [
      ...(content === '' ? [] : [{ type: 'text' as const, text: content }]),
      ...calls.map(({ id, name, input, candidate }, index) => ({
        type: 'tool-call' as const,
        toolCallId: text(id, `${field}[${index}].id`),
        toolName: text(name, `${field}[${index}].name`),
        input,
        ...(candidate === undefined ? {} : { providerOptions: { [POOL_PROVIDER]: { candidate } } }),
      })),
    ],
  };
}

function toolMessage({ content, toolCallId, toolName }: ChatMessage, field: string): LanguageModelV4Message {
  return {
    role: 'tool',
    content: [
      {
        type: 'tool-result',
        toolCallId: text(toolCallId, `${field}.toolCallId`),
        toolName: text(toolName, `${field}.toolName`),
        output: { type: 'text', value: content },
      },
    ],
  };
}

function text(value: unknown, field: string): string {
  return typeof value === 'string' && value !== '' ? value : refuse(field, 'text', value);
}

function refuse(field: string, accepted: string, received: unknown): never {
  throw new InvalidOptionError({ field, accepted, received, secret: true });
}
