/** A part of a text that is replaced: from `start` up to and without `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  /** The lower, the surer: of spans that begin together one of the lowest says what is shown. */
  readonly rank: number;
  /** Whether what follows without a gap may belong to it. */
  readonly grows?: boolean;
}

/** Spans by their start with those that overlap joined. The surest of those that begin together says what is shown. */
export function joinSpans(spans: readonly Span[]): Span[] {
  if (spans.length < 2) return [...spans];
  const joined: Span[] = [];
  for (const span of spans.toSorted(byPlace)) {
    const last = joined.at(-1);
    if (last === undefined || span.start >= last.end) joined.push(span);
    else if (span.end > last.end) joined[joined.length - 1] = { ...last, end: span.end };
  }
  return joined;
}

/**
 * The order in which spans were found must not matter, nor where they end: in a stream both are known later, when what is
 * shown has been said.
 */
function byPlace(one: Span, other: Span): number {
  const order = one.start - other.start || one.rank - other.rank;
  return order === 0 ? compare(one.replacement, other.replacement) : order;
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** The text with its spans replaced, as far as `end`: a span that begins before it is replaced as a whole. */
export function replaceSpans(text: string, spans: readonly Span[], end = text.length): string {
  let result = '';
  let position = 0;
  for (const span of joinSpans(spans)) {
    if (span.start >= end) break;
    result += text.slice(position, span.start) + span.replacement;
    position = span.end;
  }
  return position < end ? result + text.slice(position, end) : result;
}
