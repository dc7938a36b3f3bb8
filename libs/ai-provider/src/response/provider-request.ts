import type { LanguageModelV4CallOptions, LanguageModelV4Prompt } from '@ai-sdk/provider';
import { InvalidOptionError, parseDuration, type Duration } from '@hydrogenai/common';
import type { PoolWishes } from '../pool/model-pool.js';

/** One message of a conversation in plain text. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** A question to a logical model. Either `prompt` or `messages`. */
export interface GenerateRequest {
  /** One user message. */
  readonly prompt?: string;
  /** A whole conversation, oldest first. */
  readonly messages?: readonly ChatMessage[];
  /** Instructions before the conversation. */
  readonly system?: string;
  /** Logical model. Default: the configured default model. */
  readonly model?: string;
  /** Providers or `provider/model` pairs of the logical model, most wanted first. */
  readonly modelPreferences?: readonly string[];
  /** Whether another candidate may answer when the first one fails. Default: true. */
  readonly fallbackEnabled?: boolean;
  /** Most tokens of the answer. Default: the provider's. */
  readonly maxTokens?: number;
  /** 0 to 2. Default: the provider's. */
  readonly temperature?: number;
  /** Ends the request: the provider's connection is closed, and no further attempt is made. */
  readonly signal?: AbortSignal;
  /** Time of the whole request. Default: the logical model's. */
  readonly deadlineMs?: Duration;
}

/** @throws InvalidOptionError naming the field; texts are never shown. */
export function toCallOptions(request: GenerateRequest): LanguageModelV4CallOptions {
  const { maxTokens, temperature, signal } = request;
  if (maxTokens !== undefined && (!Number.isInteger(maxTokens) || maxTokens < 1)) {
    throw new InvalidOptionError({
      field: 'maxTokens',
      accepted: 'a whole number from 1',
      received: maxTokens,
    });
  }
  if (temperature !== undefined && !(temperature >= 0 && temperature <= 2)) {
    throw new InvalidOptionError({
      field: 'temperature',
      accepted: 'a number from 0 to 2',
      received: temperature,
    });
  }
  return {
    prompt: toPrompt(request),
    ...(maxTokens === undefined ? {} : { maxOutputTokens: maxTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(signal === undefined ? {} : { abortSignal: signal }),
  };
}

export function toWishes({ modelPreferences, fallbackEnabled, deadlineMs }: GenerateRequest): PoolWishes {
  return {
    modelPreferences,
    fallbackEnabled,
    deadlineMs: deadlineMs === undefined ? undefined : parseDuration(deadlineMs, 'deadlineMs', { minMs: 1 }),
  };
}

const ROLES: ReadonlySet<string> = new Set(['system', 'user', 'assistant']);

function toPrompt({ prompt, messages, system }: GenerateRequest): LanguageModelV4Prompt {
  if ((prompt === undefined) === (messages === undefined)) {
    throw new InvalidOptionError({
      field: 'prompt',
      accepted: 'exactly one of "prompt" and "messages"',
      received: prompt === undefined ? 'neither' : 'both',
    });
  }
  if (messages !== undefined && !Array.isArray(messages)) {
    throw new InvalidOptionError({
      field: 'messages',
      accepted: 'a list of messages',
      received: messages,
      secret: true,
    });
  }
  if (system !== undefined && (typeof system !== 'string' || system === '')) {
    throw new InvalidOptionError({ field: 'system', accepted: 'text', received: system, secret: true });
  }
  const conversation: readonly ChatMessage[] = messages ?? [{ role: 'user', content: prompt ?? '' }];
  if (
    conversation.length === 0 ||
    conversation.some((message) => typeof message?.content !== 'string' || message.content === '')
  ) {
    throw new InvalidOptionError({
      field: prompt === undefined ? 'messages' : 'prompt',
      accepted: 'at least one message, each with text',
      received: undefined,
      secret: true,
    });
  }
  if (conversation.some(({ role }) => !ROLES.has(role))) {
    throw new InvalidOptionError({
      field: 'messages',
      accepted: 'messages with the role system, user or assistant',
      received: undefined,
      secret: true,
    });
  }
  const all =
    system === undefined ? conversation : [{ role: 'system' as const, content: system }, ...conversation];
  return all.map((message) =>
    message.role === 'system'
      ? { role: 'system', content: message.content }
      : { role: message.role, content: [{ type: 'text', text: message.content }] },
  );
}
