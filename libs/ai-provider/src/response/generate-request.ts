import type { FlexibleSchema } from '@ai-sdk/provider-utils';
import type { JSONSchema7 } from '@ai-sdk/provider';
import type { Duration } from '@hydrogenai/common';
import type { CallLabels } from './call-labels.policy.js';

/** A picture. URLs are not taken: fetch it yourself, by your own rules about which hosts may be reached. */
export interface ImageInput {
  /** The bytes, or their base64. */
  readonly data: Uint8Array | string;
  /** Such as `image/png`. */
  readonly mediaType: string;
}

/** A tool that the model asks for. */
export interface ToolCall {
  /** Names the call in its result. */
  readonly id: string;
  readonly name: string;
  /** Arguments as the model wrote them, parsed; check them before use. */
  readonly input: unknown;
  /** `provider/model` that asks: only that one can go on. */
  readonly candidate: string;
}

/** One message of a conversation. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  /** What was said; the result of a tool as text or JSON text. May be empty beside images or tool calls. */
  readonly content: string;
  /** Of a user's message. */
  readonly images?: readonly ImageInput[];
  /** Of an assistant's message: `toolCalls` of its response. */
  readonly toolCalls?: readonly ToolCall[];
  /** Of a tool's message: the call that it answers. */
  readonly toolCallId?: string;
  /** Of a tool's message. */
  readonly toolName?: string;
}

/** A function of the application that the model may ask for. It is never called here. */
export interface ToolDefinition {
  /** 1 to 64 letters, digits, _ or -. */
  readonly name: string;
  readonly description?: string;
  /** Its arguments: any Standard Schema that can describe itself as JSON Schema, or JSON Schema. */
  readonly inputSchema: FlexibleSchema | JSONSchema7;
  /** Whether the provider must keep to the schema, where it can. Default: the provider's. */
  readonly strict?: boolean;
}

/** `auto`: as the model likes; `none`: no tool; `required`: some tool; or the one that is named. */
export type ToolChoice = 'auto' | 'none' | 'required' | { readonly tool: string };

/** How much a model thinks first. Models that cannot ignore it. */
export const REASONING_EFFORTS = [
  'provider-default',
  'none',
  'minimal',
  'low',
  'medium',
  'high',
  'xhigh',
  'max',
] as const;

export type ReasoningEffort = (typeof REASONING_EFFORTS)[number];

/** A question to a logical model. Either `prompt` or `messages`. */
export interface GenerateRequest extends CallLabels {
  /** One user message. */
  readonly prompt?: string;
  /** Pictures that belong to `prompt`. */
  readonly images?: readonly ImageInput[];
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
  /** 0 to 1. Default: the provider's. */
  readonly topP?: number;
  /** Whole number from 0; the same one makes answers more alike where the provider supports it. Default: none. */
  readonly seed?: number;
  /** Texts at which the answer ends. Default: none. */
  readonly stopSequences?: readonly string[];
  /** Effort of reasoning. Default: the provider's. */
  readonly reasoning?: ReasoningEffort;
  /** Whether the response holds the text of the reasoning, where the provider shows it. Default: false. */
  readonly includeReasoning?: boolean;
  /** `json`: the answer is JSON text. With a schema use `generateObject`. Default: `text`. */
  readonly responseFormat?: 'text' | 'json';
  /** Functions that the model may ask for. Default: none. */
  readonly tools?: readonly ToolDefinition[];
  /** Default: `auto`. */
  readonly toolChoice?: ToolChoice;
  /** Ends the request: the provider's connection is closed, and no further attempt is made. */
  readonly signal?: AbortSignal;
  /** Time of the whole request. Default: the logical model's. */
  readonly deadlineMs?: Duration;
}
