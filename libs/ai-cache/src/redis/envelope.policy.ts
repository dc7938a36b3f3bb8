import { FORMAT } from '../entry/cache-key.policy.js';

/** What an entry in Redis says of itself before its value. */
export interface Envelope {
  /** JSON text of the value. */
  readonly text: string;
  /** Wall clock of the writer, ms since 1970. */
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  /** Position of the invalidation log at which the value was right, see `Stamp`. */
  readonly life: string;
  readonly asOf: number;
  /** Names of its tags, see `tagName`. */
  readonly tags: readonly string[];
}

export type OpenedEnvelope =
  | { readonly kind: 'open'; readonly envelope: Envelope }
  | { readonly kind: 'unreadable'; readonly reason: 'foreign' | 'version' | 'broken' };

const MARK = 'hyd';

/** `hyd<version>|createdAt|expiresAt|life|asOf|tags|characters|` and the text; readable without parsing the value. */
const HEADER =
  /^hyd(?<version>\d{1,6})\|(?:(?<created>\d{1,16})\|(?<expires>\d{1,16})\|(?<life>\d{1,16})\|(?<asOf>\d{1,16})\|(?<tags>[\w,-]*)\|(?<length>\d{1,10})\|)?/;

/** Writes an entry as Redis holds it. */
export function writeEnvelope(envelope: Envelope): string {
  const { text, createdAtMs, expiresAtMs, life, asOf, tags } = envelope;
  const fields = [createdAtMs, expiresAtMs, life, asOf, tags.join(','), text.length];
  return `${MARK}${FORMAT}|${fields.join('|')}|${text}`;
}

/** Reads an entry. The length tells a cut number (`12345` as `123`) from a whole one; JSON alone would not. */
export function openEnvelope(stored: string): OpenedEnvelope {
  const match = HEADER.exec(stored);
  if (!match?.groups) return { kind: 'unreadable', reason: stored.startsWith(MARK) ? 'broken' : 'foreign' };
  const { version, created, expires, life, asOf, tags = '', length } = match.groups;
  if (version !== String(FORMAT)) return { kind: 'unreadable', reason: 'version' };
  const text = stored.slice(match[0].length);
  const createdAtMs = Number(created);
  const expiresAtMs = Number(expires);
  if (life === undefined || Number(length) !== text.length || !(createdAtMs < expiresAtMs))
    return { kind: 'unreadable', reason: 'broken' };
  const names = tags === '' ? [] : tags.split(',');
  return {
    kind: 'open',
    envelope: { text, createdAtMs, expiresAtMs, life, asOf: Number(asOf), tags: names },
  };
}

/**
 * Age and remaining lifetime at `nowMs`. The clocks of writer and reader may differ: an age is never negative, and
 * nothing lives longer than its writer gave it.
 */
export function lifetimeOf(
  { createdAtMs, expiresAtMs }: Pick<Envelope, 'createdAtMs' | 'expiresAtMs'>,
  nowMs: number,
): { ageMs: number; remainingMs: number } {
  return {
    ageMs: Math.max(0, nowMs - createdAtMs),
    remainingMs: Math.min(expiresAtMs - nowMs, expiresAtMs - createdAtMs),
  };
}
