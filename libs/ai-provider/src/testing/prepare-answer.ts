import { chunksOf, finishText, type Finish } from './answers.policy.js';
import type { SimulatedAnswer, SimulatedToolCall } from './simulated-answer.js';
import type { SimulatorState } from './simulator-state.js';
import type { AnswerFault, Transmission } from './transmission.policy.js';
import { jsonTransmission, streamTransmission } from './transmission.policy.js';
import { costOf, estimateTokens, type TokenUsage } from './usage.policy.js';
import type { Cost } from './limits.js';
import type { WireError } from './problem.types.js';
import type { Wire } from './wire.types.js';
import { promptText, questionText } from './wires/content-text.js';
import type { JsonObject } from './wires/request-fields.js';
import type {
  CompletedToolCall,
  Completion,
  InferenceEndpoint,
  TextEndpoint,
} from './wires/wire-endpoint.types.js';

/** A valid request with its answer, not yet admitted and not yet in bytes. */
export interface PreparedAnswer {
  readonly model: string;
  readonly stream: boolean;
  readonly inputTokens: number;
  readonly cost: Cost;
  transmission(fault: AnswerFault | undefined, error: WireError): Transmission;
  /** To be called once the answer is given. */
  remember(): void;
}

/** @throws RefusedRequest, or what the caller's `answer` function throws */
export function prepareAnswer(
  state: SimulatorState,
  wire: Wire,
  endpoint: InferenceEndpoint,
  body: JsonObject,
  serial: number,
): PreparedAnswer {
  switch (endpoint.kind) {
    case 'text':
      return prepareText(state, wire, endpoint, body, serial);
    case 'figures': {
      const { model, inputTokens, json } = endpoint.read(body);
      return {
        model,
        stream: false,
        inputTokens,
        cost: costOf(
          wire,
          { input: inputTokens, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 },
          undefined,
        ),
        transmission: (fault, error) => jsonTransmission(JSON.stringify(json()), fault, error),
        remember: () => undefined,
      };
    }
    default:
      return endpoint satisfies never;
  }
}

function prepareText(
  { options, wires }: SimulatorState,
  wire: Wire,
  endpoint: TextEndpoint,
  body: JsonObject,
  serial: number,
): PreparedAnswer {
  const request = endpoint.read(body);
  const { model, messages, maxTokens, stream } = request;
  const prompt = promptText(messages);
  const { tools, toolChoice, schema } = request;
  const question = { wire, model, text: questionText(messages), messages, tools, toolChoice, schema };
  const given = options.answer(question);
  const {
    text = '',
    reasoning = '',
    toolCalls = [],
  }: SimulatedAnswer = typeof given === 'string' ? { text: given } : given;
  const finished = finishText(text, maxTokens, request.stop);
  const calls = finished.finish.reason === 'length' ? [] : toolCalls.map(toCompleted);
  const finish: Finish = calls.length > 0 ? { reason: 'toolCalls' } : finished.finish;
  const cache = request.cacheRequested ? wires[wire].promptCache.lookup(model, prompt) : undefined;
  const usage: TokenUsage = {
    input: estimateTokens(prompt),
    output: estimateTokens(finished.text + reasoning + calls.map((call) => call.arguments).join('')),
    reasoning: estimateTokens(reasoning),
    cacheRead: cache?.read ?? 0,
    cacheWrite: wire === 'anthropic' && cache ? cache.cacheable - cache.read : 0,
  };
  const completion: Completion = {
    ...finished,
    finish,
    reasoning,
    toolCalls: calls,
    serial,
    request,
    usage,
    chunks: chunksOf(finished.text),
    createdSeconds: Math.floor(options.now() / 1000),
  };
  return {
    model,
    stream,
    inputTokens: usage.input,
    cost: costOf(wire, usage, maxTokens),
    transmission: (fault, error) =>
      stream
        ? streamTransmission(endpoint.stream(completion), fault, error)
        : jsonTransmission(JSON.stringify(endpoint.json(completion)), fault, error),
    remember: () => cache?.remember(),
  };
}

function toCompleted({ name, input }: SimulatedToolCall, index: number): CompletedToolCall {
  return { index, name, arguments: typeof input === 'string' ? input : JSON.stringify(input ?? {}) };
}
