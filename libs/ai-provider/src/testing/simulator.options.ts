import { standardAnswer, type SimulatedAnswer } from './simulated-answer.js';
import { isLoopback } from './loopback.policy.js';
import { RESOURCES, type Resource, type WireBuckets } from './limits.js';
import { DEFAULT_MODELS } from './models.js';
import { SimulatorInputError } from './simulator-input.error.js';
import type { SimulatedQuestion } from './simulator.types.js';
import { WIRES, type Wire } from './wire.types.js';

export interface SimulatorOptions {
  /** Default 0: a free port. */
  readonly port?: number;
  /** Default '127.0.0.1'. Anything but a loopback address needs `allowRemote`. */
  readonly host?: string;
  /** Lets `host` be reachable from elsewhere. The control paths stay loopback only. Default false. */
  readonly allowRemote?: boolean;
  /** Milliseconds before the first byte of an answer. Default 0. */
  readonly latencyMs?: number;
  /** Milliseconds between the chunks of a stream. Default 0. */
  readonly tokenDelayMs?: number;
  /** Buckets per model. Default: far more than a test can use. Anthropic's `tokens` is the workspace's own limit. */
  readonly limits?: Readonly<Partial<Record<Wire, Readonly<Partial<Record<Resource, BucketOptions>>>>>>;
  /** Keys that are accepted. Default: any that is not empty. */
  readonly apiKeys?: Readonly<Partial<Record<Wire, readonly string[]>>>;
  /**
   * Makes the answer: text, or text with reasoning and tool calls. Default: an honest sentence that repeats the question; an
   * example of the schema or a call of the tool where the request insists on one. What it throws becomes a 500.
   */
  readonly answer?: (question: SimulatedQuestion) => string | SimulatedAnswer;
  /** Milliseconds of the simulator's clock that a batch takes from its creation to its end. Default 0. */
  readonly batchMs?: number;
  /** Models that exist; others get the wire's 404. Default: `DEFAULT_MODELS`. */
  readonly models?: Readonly<Partial<Record<Wire, readonly string[]>>>;
  /** Clock of buckets, reset headers and journal, in ms since the epoch. Default `Date.now`. */
  readonly now?: () => number;
  /** Requests that the journal keeps. Default 10,000. */
  readonly journalSize?: number;
  /** Largest request body, in bytes. Default 32 MiB, Anthropic's published limit. */
  readonly maxBodyBytes?: number;
}

export interface BucketOptions {
  /** How much the bucket holds, and refills in one window. */
  readonly capacity: number;
  /** Milliseconds from empty to full. Default one minute; one day for Groq's requests. */
  readonly windowMs?: number;
}

export interface ResolvedSimulatorOptions {
  readonly port: number;
  readonly host: string;
  readonly latencyMs: number;
  readonly tokenDelayMs: number;
  readonly limits: Readonly<Record<Wire, WireBuckets>>;
  readonly apiKeys: Readonly<Partial<Record<Wire, readonly string[]>>>;
  readonly answer: (question: SimulatedQuestion) => string | SimulatedAnswer;
  readonly batchMs: number;
  readonly models: Readonly<Record<Wire, readonly string[]>>;
  readonly now: () => number;
  readonly journalSize: number;
  readonly maxBodyBytes: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Longest delay that a Node timer can wait. */
const MAX_TIMER_MS = 2_147_483_647;
const GENEROUS: Readonly<Record<Resource, number>> = {
  requests: 10_000_000,
  tokens: 1_000_000_000,
  inputTokens: 1_000_000_000,
  outputTokens: 1_000_000_000,
};

/** @throws SimulatorInputError naming the field, what it accepts and what it received (keys are never shown). */
export function resolveSimulatorOptions(options: SimulatorOptions = {}): ResolvedSimulatorOptions {
  const host = options.host ?? '127.0.0.1';
  if (!isLoopback(host) && options.allowRemote !== true) {
    throw new SimulatorInputError('host', 'a loopback address, or allowRemote: true beside it', host);
  }
  return {
    host,
    port: integer('port', options.port ?? 0, 0, 65_535),
    latencyMs: integer('latencyMs', options.latencyMs ?? 0, 0, MAX_TIMER_MS),
    tokenDelayMs: integer('tokenDelayMs', options.tokenDelayMs ?? 0, 0, MAX_TIMER_MS),
    limits: perWire((wire) => bucketsOf(wire, options.limits?.[wire] ?? {})),
    apiKeys: options.apiKeys ?? {},
    answer: options.answer ?? standardAnswer,
    batchMs: integer('batchMs', options.batchMs ?? 0, 0, 7 * DAY_MS),
    models: { ...DEFAULT_MODELS, ...options.models },
    now: options.now ?? Date.now,
    journalSize: integer('journalSize', options.journalSize ?? 10_000, 1, 10_000_000),
    maxBodyBytes: integer('maxBodyBytes', options.maxBodyBytes ?? 32 * 1024 * 1024, 1, 256 * 1024 * 1024),
  };
}

function bucketsOf(wire: Wire, limits: Readonly<Partial<Record<Resource, BucketOptions>>>): WireBuckets {
  const standard: readonly Resource[] =
    wire === 'anthropic' ? ['requests', 'inputTokens', 'outputTokens'] : ['requests', 'tokens'];
  const entries = RESOURCES.filter((each) => limits[each] || standard.includes(each)).map((resource) => {
    const field = `limits.${wire}.${resource}`;
    const { capacity = GENEROUS[resource], windowMs } = limits[resource] ?? {};
    const window = windowMs ?? (wire === 'groq' && resource === 'requests' ? DAY_MS : MINUTE_MS);
    return [
      resource,
      {
        capacity: integer(`${field}.capacity`, capacity, 1, Number.MAX_SAFE_INTEGER),
        windowMs: integer(`${field}.windowMs`, window, 1, 366 * DAY_MS),
      },
    ] as const;
  });
  return Object.fromEntries(entries);
}

function perWire<Value>(make: (wire: Wire) => Value): Record<Wire, Value> {
  const [groq, openai, anthropic] = WIRES;
  return { groq: make(groq), openai: make(openai), anthropic: make(anthropic) };
}

function integer(field: string, value: number, min: number, max: number): number {
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new SimulatorInputError(field, `an integer from ${min} to ${max}`, value);
  }
  return value;
}
