/** Systems of writing that tell a language, or at least rule most of them out. */
export type Script =
  'latin' | 'cyrillic' | 'greek' | 'hebrew' | 'arabic' | 'devanagari' | 'thai' | 'kana' | 'hangul' | 'han';

/** First and last code unit of the blocks that matter; sorted. https://www.unicode.org/Public/UCD/latest/ucd/Blocks.txt */
const BLOCKS: readonly (readonly [first: number, last: number, script: Script])[] = [
  [0x41, 0x5a, 'latin'],
  [0x61, 0x7a, 'latin'],
  [0xc0, 0xd6, 'latin'],
  [0xd8, 0xf6, 'latin'],
  [0xf8, 0x24f, 'latin'],
  [0x370, 0x3ff, 'greek'],
  [0x400, 0x52f, 'cyrillic'],
  [0x590, 0x5ff, 'hebrew'],
  [0x600, 0x6ff, 'arabic'],
  [0x900, 0x97f, 'devanagari'],
  [0xe00, 0xe7f, 'thai'],
  [0x1e00, 0x1eff, 'latin'],
  [0x3040, 0x30ff, 'kana'],
  [0x3400, 0x9fff, 'han'],
  [0xac00, 0xd7af, 'hangul'],
];

export function scriptOf(code: number): Script | undefined {
  // Nearly every character of nearly every question.
  if (code < 0x80) return (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a ? 'latin' : undefined;
  for (const [first, last, script] of BLOCKS) {
    if (code < first) return undefined;
    if (code <= last) return script;
  }
  return undefined;
}

/** Written without blanks between words, so that a run of it is no word. */
export function isUnspaced(script: Script | undefined): boolean {
  return script === 'kana' || script === 'han' || script === 'hangul' || script === 'thai';
}
