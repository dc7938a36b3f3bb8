import type {
  LanguageModelV4CallOptions,
  LanguageModelV4FinishReason,
  LanguageModelV4Usage,
} from '@ai-sdk/provider';
import { InvalidOptionError, parseDuration, type Duration } from '@hydrogenai/common';
import { assertNamespace } from '../entry/cache-key.policy.js';
import { checkTags } from '../entry/tags.policy.js';

/** A complete answer of a model, as `when` sees it. */
export interface ModelAnswer {
  readonly mode: 'generate' | 'stream';
  readonly provider: string;
  readonly modelId: string;
  /** All text of the answer, without reasoning. */
  readonly text: string;
  readonly finishReason: LanguageModelV4FinishReason;
  readonly usage: LanguageModelV4Usage;
}

export interface CacheMiddlewareOptions {
  /** Family of answers, for statistics and `invalidate`. Default: `'language-model'`. */
  readonly namespace?: string | undefined;
  /** Lifetime, 1 ms to `maxTtl` of the module. Default: `ttl` of the module. */
  readonly ttl?: Duration | undefined;
  /** Tags, or what makes them of a call. Default: none. */
  readonly tags?: readonly string[] | ((call: LanguageModelV4CallOptions) => readonly string[]) | undefined;
  /** What an answer depends on beside the call, the model and the tenant: the version of a prompt, a locale. Default: nothing. */
  readonly key?: ((call: LanguageModelV4CallOptions) => unknown) | undefined;
  /** Names of request headers that an answer depends on, without regard to case. Default: none. */
  readonly headers?: readonly string[] | undefined;
  /**
   * Also calls with `temperature` above 0: whoever asks again gets the same sample again. Calls without a temperature are
   * cached in any case. Default: false.
   */
  readonly sampled?: boolean | undefined;
  /**
   * Also answers that call tools. The AI SDK runs the tools anew for each hit, but the ids of the calls are the same each
   * time. Default: false.
   */
  readonly toolCalls?: boolean | undefined;
  /** Whether to keep a complete answer. Default: always. */
  readonly when?: ((answer: ModelAnswer) => boolean) | undefined;
}

export interface ResolvedMiddlewareOptions {
  readonly namespace: string;
  readonly ttl: number | undefined;
  readonly tagsOf: (call: LanguageModelV4CallOptions) => readonly string[];
  readonly keyOf: (call: LanguageModelV4CallOptions) => unknown;
  readonly headers: readonly string[];
  readonly sampled: boolean;
  readonly toolCalls: boolean;
  readonly when: (answer: ModelAnswer) => boolean;
}

/** @throws InvalidOptionError naming the field */
export function resolveMiddlewareOptions(options: CacheMiddlewareOptions = {}): ResolvedMiddlewareOptions {
  const {
    namespace = 'language-model',
    ttl,
    tags,
    key,
    headers = [],
    sampled = false,
    toolCalls = false,
    when,
  } = options;
  assertNamespace(namespace);
  return {
    namespace,
    ttl: ttl === undefined ? undefined : parseDuration(ttl, 'ttl', { minMs: 1 }),
    tagsOf: typeof tags === 'function' ? tags : always(checkTags(tags)),
    keyOf: functionOr('key', key, always(undefined)),
    headers: headers.map((name) => name.toLowerCase()).sort(),
    sampled,
    toolCalls,
    when: functionOr('when', when, always(true)),
  };
}

function always<Value>(value: Value): () => Value {
  return () => value;
}

function functionOr<Given>(field: string, value: Given | undefined, standard: Given): Given {
  if (value === undefined || typeof value === 'function') return value ?? standard;
  throw new InvalidOptionError({ field, accepted: 'a function', received: value });
}
