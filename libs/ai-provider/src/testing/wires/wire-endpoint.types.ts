import type { FinishedText } from '../answers.policy.js';
import type { WireError } from '../problem.types.js';
import type { SimulatedMessage } from '../simulator.types.js';
import type { TokenUsage } from '../usage.policy.js';
import type { JsonObject } from './request-fields.js';
import type { RequestedTools } from './requested-tools.js';

/** A request for text, read and found valid. */
export interface TextRequest extends RequestedTools {
  readonly model: string;
  readonly stream: boolean;
  readonly messages: readonly SimulatedMessage[];
  readonly maxTokens: number | undefined;
  readonly stop: readonly string[];
  /** The chat wires report a stream's usage only on demand. */
  readonly streamUsage: boolean;
  /** Anthropic caches a prompt only where the request says so. */
  readonly cacheRequested: boolean;
  /** JSON Schema that the answer is to fit. */
  readonly schema: unknown;
}

/** A tool call with its place in the answer, from 0, and its arguments as JSON text. */
export interface CompletedToolCall {
  readonly index: number;
  readonly name: string;
  readonly arguments: string;
}

/** Everything that an answer is made of, before it is put into a wire's shape. */
export interface Completion extends FinishedText {
  /** Empty where there is none. */
  readonly reasoning: string;
  readonly toolCalls: readonly CompletedToolCall[];
  readonly serial: number;
  readonly request: TextRequest;
  readonly chunks: readonly string[];
  readonly usage: TokenUsage;
  readonly createdSeconds: number;
}

/** Server-sent events, ready to be written. */
export interface StreamFrames {
  readonly preamble: readonly string[];
  /** One per chunk of reasoning and text, and the tool calls. */
  readonly content: readonly string[];
  readonly finish: readonly string[];
  /** The wire's error inside a stream; some wires number their events, hence the count. */
  error(error: WireError, framesBefore: number): readonly string[];
  /** A content event whose JSON breaks off. */
  readonly broken: string;
}

/** One way to ask for text, e.g. OpenAI's Responses. */
export interface TextEndpoint {
  readonly kind: 'text';
  /** @throws RefusedRequest */
  read(body: JsonObject): TextRequest;
  json(completion: Completion): unknown;
  stream(completion: Completion): StreamFrames;
}

/** An endpoint that answers with numbers: embeddings, token counts. */
export interface FigureEndpoint {
  readonly kind: 'figures';
  /** @throws RefusedRequest */
  read(body: JsonObject): FigureRequest;
}

export interface FigureRequest {
  readonly model: string;
  readonly inputTokens: number;
  json(): unknown;
}

export type InferenceEndpoint = TextEndpoint | FigureEndpoint;
