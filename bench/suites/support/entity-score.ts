import type { Entity, EntityKind } from '@hydrogenai/common';

/** The kinds as the sentences write them. */
const KINDS: Readonly<Record<string, EntityKind>> = {
  num: 'number',
  pct: 'percentage',
  money: 'money',
  qty: 'quantity',
  date: 'date',
  time: 'time',
  mail: 'email',
  url: 'url',
  id: 'identifier',
  quote: 'quote',
  person: 'person',
  place: 'place',
  org: 'organisation',
};

export const NAMED_KINDS: readonly EntityKind[] = ['person', 'place', 'organisation'];
export const CORE_KINDS: readonly EntityKind[] = Object.values(KINDS).filter(
  (kind) => !NAMED_KINDS.includes(kind),
);

type Span = Pick<Entity, 'kind' | 'start' | 'end'>;

export interface LabelledSentence {
  readonly text: string;
  readonly labels: readonly Span[];
}

/** `Pay {money|$5} now.` as a text and its labels. */
export function labelled(marked: string): LabelledSentence {
  const labels: Span[] = [];
  let text = '';
  let last = 0;
  for (const match of marked.matchAll(/\{(\w+)\|([^}]*)\}/g)) {
    const [all, name = '', words = ''] = match;
    const kind = KINDS[name];
    if (kind === undefined) throw new TypeError(`No kind is called "${name}".`);
    text += marked.slice(last, match.index);
    labels.push({ kind, start: text.length, end: text.length + words.length });
    text += words;
    last = match.index + all.length;
  }
  return { text: text + marked.slice(last), labels };
}

export interface Score {
  /** Labels of the kind. */
  readonly expected: number;
  /** Entities of the kind that were found. */
  readonly found: number;
  /** Found with the right kind and the right first and last character. */
  readonly right: number;
  readonly precision: number;
  readonly recall: number;
}

export interface Judged {
  readonly sentence: LabelledSentence;
  readonly found: readonly Span[];
}

/** How well the entities of these kinds were found. */
export function score(judged: readonly Judged[], kinds: readonly EntityKind[]): Score {
  let expected = 0;
  let found = 0;
  let right = 0;
  for (const { sentence, found: spans } of judged) {
    const labels = new Set(sentence.labels.filter(({ kind }) => kinds.includes(kind)).map(keyOf));
    const ours = spans.filter(({ kind }) => kinds.includes(kind)).map(keyOf);
    expected += labels.size;
    found += ours.length;
    right += ours.filter((key) => labels.has(key)).length;
  }
  return { expected, found, right, precision: right / found, recall: right / expected };
}

function keyOf({ kind, start, end }: Span): string {
  return `${kind} ${start} ${end}`;
}
