/** What was removed from a value. */
export type Cleaning = 'line-break' | 'quotes' | 'white-space';

export interface CleanValue {
  /** What is left; `undefined` when nothing is, which means that the variable is missing. */
  readonly text: string | undefined;
  readonly removed: readonly Cleaning[];
}

const LINE_BREAK_AT_END = /[\r\n]\s*$/;
const QUOTED = /^(["'`])(?<inner>[^]*)\1$/;

/**
 * Takes off what editors, shells and secret mounts leave round a value: a trailing line break, white space, one pair of
 * quotes. A blank value is missing.
 */
export function cleanValue(raw: string): CleanValue {
  const removed = new Set<Cleaning>();
  const trim = (text: string): string => {
    const trimmed = text.trim();
    if (trimmed === '') return trimmed;
    if (LINE_BREAK_AT_END.test(text)) removed.add('line-break');
    else if (trimmed !== text) removed.add('white-space');
    return trimmed;
  };
  const outer = trim(raw);
  const inner = outer.length > 1 ? QUOTED.exec(outer)?.groups?.['inner'] : undefined;
  if (inner !== undefined) removed.add('quotes');
  const text = inner === undefined ? outer : trim(inner);
  return { text: text === '' ? undefined : text, removed: [...removed] };
}
