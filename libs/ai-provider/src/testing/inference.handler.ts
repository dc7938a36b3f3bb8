import { answerHeaders, JSON_TYPE, requestIdOf, STREAM_TYPE } from './answer-headers.policy.js';
import { wireError } from './error-bodies.policy.js';
import type { Exchange } from './exchange.js';
import { faultEffect, type FaultEffect } from './fault-effect.policy.js';
import { prepareAnswer, type PreparedAnswer } from './prepare-answer.js';
import { RefusedRequest, type Problem } from './problem.types.js';
import { rateLimitHeaders, type Headers } from './rate-limit-headers.policy.js';
import type { SimulatorState } from './simulator-state.js';
import { jsonTransmission } from './transmission.policy.js';
import { isObject, type JsonObject } from './wires/request-fields.js';
import type { InferenceEndpoint } from './wires/wire-endpoint.types.js';

/**
 * Serves one request to an endpoint whose key was accepted. The order is that of the real servers: body, fields,
 * model, limits; a scripted fault meets only what would otherwise have been answered.
 * @throws RefusedRequest for everything before the limits
 */
export async function handleInference(
  state: SimulatorState,
  exchange: Exchange,
  endpoint: InferenceEndpoint,
  body: string,
): Promise<void> {
  const { options } = state;
  const { entry } = exchange;
  const wire = state.wires[entry.wire];
  const answer = prepareAnswer(state, entry.wire, endpoint, journaledBody(state, exchange, body), entry.id);
  if (!wire.models.has(answer.model)) throw new RefusedRequest({ kind: 'unknownModel', model: answer.model });

  const admission = wire.limits.admit(answer.model, answer.cost);
  const headers = rateLimitHeaders(entry.wire, admission.state, options.now());
  if (!admission.admitted) {
    return sendProblem(
      exchange,
      { kind: 'limitReached', model: answer.model, refusal: admission.refusal },
      headers,
    );
  }
  const fault = wire.faults.take({ path: entry.path, model: answer.model, inference: entry.inference });
  entry.fault = fault?.kind;
  const effect = faultEffect(entry.wire, fault, answer.inputTokens, options.now());
  await exchange.pause(options.latencyMs);
  await carryOut(exchange, effect, headers, answer, options.tokenDelayMs);
}

/** Sends a problem in the wire's own words. */
export async function sendProblem(
  exchange: Exchange,
  problem: Problem,
  headers: Headers = {},
): Promise<void> {
  const { wire, id } = exchange.entry;
  const error = wireError(wire, requestIdOf(id), problem);
  await exchange.send(
    error.status,
    { ...answerHeaders(wire, id), ...JSON_TYPE, ...error.headers, ...headers },
    jsonTransmission(JSON.stringify(error.body), undefined, error),
  );
}

/** Does what a fault (or none) makes of an answer. */
export async function carryOut(
  exchange: Exchange,
  effect: FaultEffect,
  headers: Headers,
  answer: Pick<PreparedAnswer, 'stream' | 'transmission' | 'remember'>,
  tokenDelayMs: number,
): Promise<void> {
  const { wire, id } = exchange.entry;
  const base = { ...answerHeaders(wire, id), ...headers };
  switch (effect.do) {
    case 'hang':
      return;
    case 'reset':
      return exchange.reset();
    case 'refuse':
      return sendProblem(exchange, effect.problem, { ...headers, ...effect.headers });
    case 'raw': {
      const text = typeof effect.body === 'string' ? effect.body : JSON.stringify(effect.body);
      const contentLength = Buffer.byteLength(text);
      return exchange.send(
        effect.status,
        { ...base, ...(typeof effect.body !== 'string' && JSON_TYPE), ...effect.headers },
        { parts: text === '' ? [] : [text], ending: 'end', contentLength },
      );
    }
    case 'answer': {
      await exchange.pause(effect.delayMs);
      const error = wireError(wire, requestIdOf(id), effect.error);
      answer.remember();
      return exchange.send(
        200,
        { ...base, ...(answer.stream ? STREAM_TYPE : JSON_TYPE) },
        answer.transmission(effect.fault, error),
        tokenDelayMs,
      );
    }
    default:
      return effect satisfies never;
  }
}

/** Parses the body and tells journal and hits what it holds. */
function journaledBody({ journal, hits }: SimulatorState, { entry }: Exchange, text: string): JsonObject {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // The wire's error body tells the client; the parser's message would repeat the prompt.
    journal.keepBody(entry, text, text.length);
    throw new RefusedRequest({ kind: 'notJson' });
  }
  journal.keepBody(entry, body, text.length);
  if (!isObject(body)) throw new RefusedRequest({ kind: 'notJson' });
  entry.stream = body['stream'] === true;
  if (typeof body['model'] === 'string') {
    entry.model = body['model'];
    if (entry.inference) hits.countModel(entry.wire, entry.model);
  }
  return body;
}
