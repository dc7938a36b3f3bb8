import type { EntityRule } from './candidate.js';

/** Longer passages are dialogue, or a mark that nobody closed. */
const MOST = 200;

/** Opening mark, what may not stand inside, closing mark. */
const MARKS = [
  // 5" are inches and "users'" is a genitive: straight marks open before a word and close after one.
  [String.raw`(?<![\w"])"(?=\S)`, '"', String.raw`"(?![\w"])`],
  [String.raw`(?<![\w'])'(?=\S)`, "'", String.raw`'(?![\w'])`],
  ['“', '“”', '”'],
  ['„', '„“”', '[“”]'],
  ['«', '«»', '»'],
  ['‘', '‘’', String.raw`’(?!\w)`],
] as const;

export const QUOTE_RULES: readonly EntityRule[] = MARKS.map(([open, outside, close]) => ({
  kind: 'quote',
  pattern: new RegExp(`${open}[^${outside}\n]{1,${MOST}}${close}`, 'g'),
  read: ([all]) => ({ value: all.slice(1, -1) }),
}));
