import { withoutInvisible } from '@hydrogenai/common';

/** What is taken out, by kind. */
export type ChangeKind =
  | 'broken-pair'
  | 'escape-sequence'
  | 'control'
  | 'line-break'
  | 'bidi'
  | 'tag'
  | 'selector'
  | 'invisible'
  | 'html'
  | 'length';

/** Escape sequences of terminals: colours, titles, links. Without a bound an open one would take the rest of the text. */
const ESCAPES =
  // They begin with a control character.
  // oxlint-disable-next-line no-control-regex
  /(?:\u001b\[|\u009b)[0-?]{0,64}[ -/]{0,8}[@-~]|(?:\u001b\]|\u009d)[^\u0007\u001b\u009c]{0,2048}(?:\u0007|\u001b\\|\u009c)|\u001b[ -/]{0,4}[0-Z\\^-~]/g;

/** A text is counted by what of each it has lost. */
const COUNTED: readonly (readonly [kind: ChangeKind, expression: RegExp])[] = [
  // All but the tabulator and the line feed.
  // oxlint-disable-next-line no-control-regex
  ['control', /[\0-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f]/g],
  ['bidi', /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g],
  ['tag', /[\u{e0000}-\u{e007f}]/gu],
  ['selector', /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu],
  [
    'invisible',
    /[\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\u00ad]|\u034f/g,
  ],
];
const CONTROLS = COUNTED[0]?.[1] ?? /(?!)/g;

/** Line breaks of other systems, and those that only Unicode knows. */
const LINE_BREAKS = /\r\n?|[\u0085\u2028\u2029]/g;

export type Count = (kind: ChangeKind, count: number) => void;

/**
 * The text that a person reads: well formed, NFC, with line feeds, without escape sequences, control characters and what
 * nobody sees. Joiners stay where they change what is seen: in emoji, and in scripts that need them.
 */
export function readable(text: string, count: Count): string {
  const wellFormed = text.toWellFormed();
  if (wellFormed !== text) count('broken-pair', differences(text, wellFormed));
  const unescaped = replaced(wellFormed, ESCAPES, '', 'escape-sequence', count);
  const lines = replaced(unescaped, LINE_BREAKS, '\n', 'line-break', count);
  let current = lines;
  for (;;) {
    const next = withoutInvisible(current.replace(CONTROLS, '').normalize('NFC')).normalize('NFC');
    if (next === current) break;
    current = next;
  }
  if (current !== lines)
    for (const [kind, expression] of COUNTED)
      count(kind, matches(lines, expression) - matches(current, expression));
  return current;
}

function replaced(text: string, expression: RegExp, by: string, kind: ChangeKind, count: Count): string {
  const before = matches(text, expression);
  if (before === 0) return text;
  count(kind, before);
  return text.replace(expression, by);
}

function matches(text: string, expression: RegExp): number {
  return text.match(expression)?.length ?? 0;
}

function differences(text: string, wellFormed: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index++)
    if (text.charCodeAt(index) !== wellFormed.charCodeAt(index)) count += 1;
  return count;
}
