import type { Fault, Wire } from '@hydrogenai/ai-provider/testing';

export type Mode = 'generate' | 'stream';

/**
 * What an application may expect where the second candidate is healthy.
 * - `answer`: the whole text, from one of the candidates
 * - `tell`: an error where part of the text is out already, neither silence nor the text a second time; or the whole
 *   text, from a contender that has learned to ask the other one
 * - `refuse`: an error, and nobody else is asked: the request itself is wrong, or its caller has gone
 */
export type Expectation = 'answer' | 'tell' | 'refuse';

/** Where the other host of a redirect is, only the simulators know. */
export type ScriptedFault = Fault | { readonly kind: 'redirectElsewhere' };

export interface FaultRow {
  readonly name: string;
  /** Of the first candidate, which is faulty; the second speaks another wire and is healthy. */
  readonly wire: Wire;
  readonly fault: ScriptedFault;
  readonly expect: Expectation;
  /** Default: both. */
  readonly modes?: readonly Mode[];
  /** How many requests the fault hits. Default: all. */
  readonly times?: number;
  /** Calls of the cell at once. Default: one, which meets a cold contender, and more, each after the other. */
  readonly atOnce?: number;
  /** Calls one after the other, the first included, as far as there is time for them. Default: 5. */
  readonly calls?: number;
  /** The caller leaves so many ms after the call. */
  readonly leaveAfterMs?: number;
  /** How often the faulty one may be asked in all calls of the cell together, where one answer says everything. */
  readonly hits?: number;
}

const STREAM: readonly Mode[] = ['stream'];

/** Content chunks before a fault in the middle of a stream. */
const MIDWAY = 10;

/** 404 in OpenAI's words; the simulator's own fault of this status names no code. */
const UNKNOWN_MODEL: Fault = {
  kind: 'status',
  status: 404,
  body: {
    error: {
      message: 'The model does not exist or you do not have access to it.',
      type: 'invalid_request_error',
      param: 'model',
      code: 'model_not_found',
    },
  },
};

const openai = (
  name: string,
  fault: ScriptedFault,
  rest: Partial<Omit<FaultRow, 'name' | 'fault'>> = {},
): FaultRow => ({ name, wire: 'openai', fault, expect: 'answer', ...rest });

/** The breaker of a model opens with its fifth failure in a row, and the later calls leave it alone. */
const TEN_IN_A_ROW = { calls: 10, hits: 5 } as const;

export const FAULT_ROWS: readonly FaultRow[] = [
  // Limits
  openai('429, no Retry-After', { kind: 'rateLimit' }),
  openai('429, Retry-After 1 s', { kind: 'rateLimit', retryAfter: '1' }),
  openai('429, retry-after-ms 300', { kind: 'rateLimit', retryAfterMs: '300' }),
  openai('429, Retry-After 120 s', { kind: 'rateLimit', retryAfter: '120' }, { hits: 1 }),
  openai('429, 10 calls at once', { kind: 'rateLimit' }, { atOnce: 10 }),

  // Money, keys and names: nothing that a retry would mend
  openai('insufficient_quota, 429', { kind: 'quota' }, { hits: 1 }),
  openai('insufficient_quota in a 200', { kind: 'quota', in: 'body' }, { hits: 1 }),
  openai('Anthropic spend limit, 429', { kind: 'spendLimit' }, { wire: 'anthropic', hits: 1 }),
  openai('401 key refused', { kind: 'status', status: 401 }, { hits: 1 }),
  openai('402 unpaid', { kind: 'quota' }, { wire: 'anthropic', hits: 1 }),
  openai('403 not permitted', { kind: 'status', status: 403 }, { hits: 1 }),
  openai('404 model unknown', UNKNOWN_MODEL, { hits: 1 }),

  // Too long for this one
  openai('413 request too large', { kind: 'status', status: 413 }, { wire: 'groq' }),
  openai('context length exceeded', { kind: 'contextLength' }),

  // Outages
  openai('498 no capacity (Groq)', { kind: 'overloaded' }, { wire: 'groq' }),
  openai('500', { kind: 'status', status: 500 }),
  openai('500, 10 calls in a row', { kind: 'status', status: 500 }, TEN_IN_A_ROW),
  openai('500 once, then healthy', { kind: 'status', status: 500 }, { times: 1 }),
  openai('503 overloaded', { kind: 'overloaded' }),
  openai('503, 10 calls at once', { kind: 'overloaded' }, { atOnce: 10 }),
  openai('529 overloaded (Anthropic)', { kind: 'overloaded' }, { wire: 'anthropic' }),

  // Connections, before the first content
  openai('connection reset', { kind: 'reset' }),
  openai('connection reset, 10 in a row', { kind: 'reset' }, TEN_IN_A_ROW),
  openai('cut after 20 bytes', { kind: 'reset', afterBytes: 20 }),
  openai('cut before the first content', { kind: 'reset', afterChunks: 0 }),
  openai('no answer at all', { kind: 'hang' }),
  openai('no answer, 10 in a row', { kind: 'hang' }, TEN_IN_A_ROW),
  openai('stall before the first content', { kind: 'stall', afterChunks: 0 }),
  openai('clean end without content', { kind: 'end', afterChunks: 0 }),
  openai('broken JSON at once', { kind: 'brokenJson', afterChunks: 0 }),
  openai('error in a 200', { kind: 'streamError', afterChunks: 0, type: 'server' }),
  openai('overloaded in a 200 (Anthropic)', { kind: 'streamError', afterChunks: 0 }, { wire: 'anthropic' }),
  openai('redirect to another host', { kind: 'redirectElsewhere' }),
  openai('redirect (Anthropic)', { kind: 'redirectElsewhere' }, { wire: 'anthropic' }),

  // The same when a part of the text is out
  openai('cut after 2,000 bytes', { kind: 'reset', afterBytes: 2_000 }, { expect: 'tell', modes: STREAM }),
  openai('cut mid-stream', { kind: 'reset', afterChunks: MIDWAY }, { expect: 'tell', modes: STREAM }),
  openai('stall mid-stream', { kind: 'stall', afterChunks: MIDWAY }, { expect: 'tell', modes: STREAM }),
  openai('clean end mid-stream', { kind: 'end', afterChunks: MIDWAY }, { expect: 'tell', modes: STREAM }),
  openai(
    'broken JSON mid-stream',
    { kind: 'brokenJson', afterChunks: MIDWAY },
    { expect: 'tell', modes: STREAM },
  ),
  openai(
    'error event mid-stream',
    { kind: 'streamError', afterChunks: MIDWAY },
    { expect: 'tell', modes: STREAM, wire: 'anthropic' },
  ),

  // Not an outage
  openai('400 bad request', { kind: 'status', status: 400 }, { expect: 'refuse' }),
  openai('content filter', { kind: 'contentFilter' }, { expect: 'refuse' }),
  openai('caller leaves before the answer', { kind: 'hang' }, { expect: 'refuse', leaveAfterMs: 200 }),
  openai(
    'caller leaves mid-stream',
    { kind: 'stall', afterChunks: MIDWAY },
    { expect: 'refuse', leaveAfterMs: 200, modes: STREAM },
  ),
];
