import { setImmediate as nextTurn } from 'node:timers/promises';
import { wholeNumber } from '../../options/option-checks.js';
import type { Candidate } from './candidate.js';
import type { ExtractedEntities } from './entity.js';
import { coreCandidates, extractionOf, type ExtractEntitiesOptions } from './extract-entities.js';
import { slicesOf } from './named-slices.policy.js';
import { loadNamedTagger } from './named-tagger.js';
import { readableLength } from './readable-length.policy.js';

export interface EntityExtractorOptions extends ExtractEntitiesOptions {
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
   * Finds everything, names included. Gives the event loop its turn after every few sentences.
   * @throws the reason of `signal` when it is aborted meanwhile
   */
  extract(text: string, options?: { readonly signal?: AbortSignal }): Promise<ExtractedNamedEntities>;
}

const DEFAULT_MAX_NAMED_CHARS = 20_000;
const MOST_CHARS = 1_000_000;

/**
 * An extractor that also finds people, places and organisations, by the optional package `compromise`. Loading it blocks
 * the process for some 0.2 s: make one while starting and keep it.
 * @throws MissingPeerError when `compromise` is not installed; InvalidOptionError when an option is out of range.
 */
export async function createEntityExtractor(options: EntityExtractorOptions = {}): Promise<EntityExtractor> {
  const maxNamedChars = wholeNumber(
    options.maxNamedChars ?? DEFAULT_MAX_NAMED_CHARS,
    'maxNamedChars',
    1,
    MOST_CHARS,
  );
  coreCandidates('', options);
  const tag = await loadNamedTagger();
  return {
    async extract(text, { signal } = {}) {
      signal?.throwIfAborted();
      const core = coreCandidates(text, options);
      const named: Candidate[] = [];
      const namedChars = Math.min(core.readChars, readableLength(text, maxNamedChars));
      for (const slice of slicesOf(text.slice(0, namedChars))) {
        // A turn for every slice: a timer alone would let slices add up.
        await nextTurn(undefined, signal === undefined ? {} : { signal });
        named.push(...tag(slice));
      }
      const found = extractionOf(text, {
        candidates: [...core.candidates, ...named],
        readChars: core.readChars,
      });
      return { ...found, namedChars, complete: found.complete && namedChars === text.length };
    },
  };
}
