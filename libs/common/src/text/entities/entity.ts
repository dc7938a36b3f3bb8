/** What the core finds. */
export type CoreEntityKind =
  'number' | 'percentage' | 'money' | 'quantity' | 'date' | 'time' | 'email' | 'url' | 'identifier' | 'quote';

/** What needs the optional package `compromise`. */
export type NamedEntityKind = 'person' | 'place' | 'organisation';

export type EntityKind = CoreEntityKind | NamedEntityKind;

/** Something that a text mentions. */
export interface Entity {
  readonly kind: EntityKind;
  /** As written: `text.slice(start, end)`. A quotation includes its marks, a quantity its unit. */
  readonly text: string;
  /** Offset of the first character, in UTF-16 code units. */
  readonly start: number;
  /** Offset after the last character. */
  readonly end: number;
  /**
   * The same for all spellings, where one can be told: a number (`1.2M` is 1200000, `5%` is 5), an ISO 8601 date or time
   * (`2026-03-03`, `14:30`), also shortened (`2026-03`, `2026`, `--03-03`, `2025-Q3`), the inner text of a quotation, an
   * e-mail address with its domain in lower case. Missing where it would be a guess: `03/04/2026` may be March or April.
   */
  readonly value?: string | number;
  /** Of money its ISO 4217 code, where the sign tells it (`$` is taken for USD, `¥` for JPY); of a quantity its unit as written. */
  readonly unit?: string;
}

/** What was found, and how much of the text was read for it. */
export interface ExtractedEntities {
  /** In order of appearance. They never overlap: of two candidates the longer one counts. */
  readonly entities: readonly Entity[];
  /** Characters that were read, from the start. */
  readonly readChars: number;
  /** False when the text is longer than what was read: later entities are not in the list. */
  readonly complete: boolean;
}
