import { setImmediate as nextTurn } from 'node:timers/promises';
import { wholeNumber } from '../../options/option-checks.js';
import type { Candidate } from './candidate.js';
import type { ExtractedEntities } from './entity.js';
import {
  coreCandidates,
  extractionOf,
  resolveMaxChars,
  type ExtractEntitiesOptions,
} from './extract-entities.js';
import { slicesOf } from './named-slices.policy.js';
import { loadNamedTagger, type NamedTagger } from './named-tagger.js';
import { readableLength } from './readable-length.policy.js';

export interface EntityExtractorOptions extends ExtractEntitiesOptions {
  /** Whether people, places and organisations are found, for which `compromise` must be installed. Default: true. */
  readonly names?: boolean;
  /**
   * Characters in which to look for names at most, from 1 to 1,000,000. Default: 20,000, which take some 0.3 s of CPU time
   * in turns of a few milliseconds. The result says how far it went (`namedChars`).
   */
  readonly maxNamedChars?: number;
}

/** As from `extractEntities`, with people, places and organisations. */
export interface ExtractedNamedEntities extends ExtractedEntities {
  /** Characters in which names were looked for, from the start. `complete` is false when names of the rest may be missing. */
  readonly namedChars: number;
}

export interface EntityExtractor {
  /**
   * Finds everything, and gives the event loop its turn after every rule and every few sentences.
   * @throws the reason of `signal` when it is aborted meanwhile
   */
  extract(text: string, options?: { readonly signal?: AbortSignal }): Promise<ExtractedNamedEntities>;
}

const DEFAULT_MAX_CHARS = 100_000;
const DEFAULT_MAX_NAMED_CHARS = 20_000;
const MOST_CHARS = 1_000_000;

/**
 * An extractor that also finds people, places and organisations, by the optional package `compromise`, and that never keeps
 * the process to itself for long. Loading the package blocks for some 0.2 s: make one while starting and keep it.
 * @throws MissingPeerError when `compromise` is not installed; InvalidOptionError when an option is out of range.
 */
export async function createEntityExtractor(options: EntityExtractorOptions = {}): Promise<EntityExtractor> {
  const maxChars = resolveMaxChars(options, DEFAULT_MAX_CHARS);
  const { maxNamedChars = DEFAULT_MAX_NAMED_CHARS, names = true } = options;
  wholeNumber(maxNamedChars, 'maxNamedChars', 1, MOST_CHARS);
  const tag = names ? await loadNamedTagger() : undefined;
  return {
    async extract(text, { signal } = {}) {
      const core = await inTurns(coreCandidates(text, maxChars), signal);
      if (tag === undefined) return { ...extractionOf(text, core), namedChars: 0 };
      const namedChars = Math.min(core.readChars, readableLength(text, maxNamedChars));
      const named = await inTurns(findNames(text.slice(0, namedChars), tag), signal);
      const found = extractionOf(text, { ...core, candidates: [...core.candidates, ...named] });
      return { ...found, namedChars, complete: found.complete && namedChars === text.length };
    },
  };
}

function* findNames(text: string, tag: NamedTagger): Generator<void, readonly Candidate[], void> {
  const names: Candidate[] = [];
  for (const slice of slicesOf(text)) {
    names.push(...tag(slice));
    yield;
  }
  return names;
}

/** Does one step in each turn of the event loop. */
async function inTurns<Result>(
  steps: Generator<void, Result, void>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  for (;;) {
    signal?.throwIfAborted();
    const step = steps.next();
    if (step.done === true) return step.value;
    await nextTurn();
  }
}
