import { MissingPeerError, isAbsent } from '../../errors/missing-peer.error.js';
import type { Candidate } from './candidate.js';
import type { NamedEntityKind } from './entity.js';
import { nameIn } from './name-edges.policy.js';
import type { Slice } from './named-slices.policy.js';

const PACKAGE = 'compromise';

/** What we use of `compromise` 14. Own types, because the package may be absent where ours are read. */
interface TaggedText {
  people(): TaggedView;
  places(): TaggedView;
  organizations(): TaggedView;
}

interface TaggedView {
  json(options: { readonly offset: true; readonly terms: false }): unknown;
}

type Compromise = (text: string) => TaggedText;

/** Finds the people, places and organisations of a slice. */
export type NamedTagger = (slice: Slice) => readonly Candidate[];

/**
 * Loads the tagger and warms it up, which blocks the process for some 0.2 s: do it while starting.
 * @param load Imports the package; another one for tests.
 * @throws MissingPeerError when `compromise` is not installed.
 */
export async function loadNamedTagger(load: () => Promise<unknown> = importCompromise): Promise<NamedTagger> {
  const tag = taggerOf(await load().catch(refuseAbsence));
  const tagger: NamedTagger = ({ start, text }) => {
    const tagged = tag(text);
    const candidates: Candidate[] = [];
    const add = (kind: NamedEntityKind, view: TaggedView): void => {
      for (const offset of offsetsOf(view)) {
        const name = nameIn(text, offset.start, offset.start + offset.length);
        if (name !== undefined)
          candidates.push({ kind, start: start + name.start, end: start + name.end, reading: {} });
      }
    };
    add('person', tagged.people());
    add('organisation', tagged.organizations());
    add('place', tagged.places());
    return joinedPeople(text, start, candidates);
  };
  for (let round = 0; round < WARM_UP_ROUNDS; round++) tagger({ start: 0, text: WARM_UP });
  return tagger;
}

/** The tagger takes the name before a genitive for two people: `Laura`, `Chen's`. */
function joinedPeople(text: string, offset: number, candidates: readonly Candidate[]): readonly Candidate[] {
  const joined: Candidate[] = [];
  for (const candidate of candidates) {
    const last = joined.at(-1);
    const areOne =
      last?.kind === 'person' &&
      candidate.kind === 'person' &&
      text.slice(last.end - offset, candidate.start - offset) === ' ';
    if (areOne) joined[joined.length - 1] = { ...last, end: candidate.end };
    else joined.push(candidate);
  }
  return joined;
}

/** The first texts take ten times as long as later ones. */
const WARM_UP_ROUNDS = 20;
const WARM_UP =
  'Ada Lovelace of London wrote to the Royal Society on Monday, and they may have met in Paris. ';

function importCompromise(): Promise<unknown> {
  return import('compromise');
}

function refuseAbsence(error: unknown): never {
  if (isAbsent(error, PACKAGE))
    throw new MissingPeerError('Finding people, places and organisations', PACKAGE, error);
  throw error;
}

function taggerOf(module: unknown): Compromise {
  const tag =
    typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined;
  if (typeof tag !== 'function')
    throw new TypeError(`The package "${PACKAGE}" has no default export: version 14 has.`);
  // Its shape is that of version 14, which package.json asks for.
  return tag as Compromise;
}

interface Offset {
  readonly start: number;
  readonly length: number;
}

function offsetsOf(view: TaggedView): readonly Offset[] {
  // As documented by version 14: one object for each match, `offset` in characters of the text.
  const found = view.json({ offset: true, terms: false }) as readonly { readonly offset?: Offset }[];
  return found.flatMap(({ offset }) => (offset === undefined ? [] : [offset]));
}
