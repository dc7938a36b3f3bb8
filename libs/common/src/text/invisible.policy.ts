/** Scripts in which a joiner between letters changes what is read: Persian, Hindi and their relatives. */
const JOINED_SCRIPTS =
  'Arab|Syrc|Mong|Nkoo|Deva|Beng|Guru|Gujr|Orya|Taml|Telu|Knda|Mlym|Sinh|Mymr|Khmr|Tibt|Adlm'.split('|');
const JOINED_LETTER = new RegExp(
  `[${JOINED_SCRIPTS.map((script) => String.raw`\p{Script=${script}}`).join('')}]`,
  'u',
);

/** The signs that take the vowel from a consonant; after one a joiner counts at the end of a word as well. */
const VIRAMA = /[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2]/;

const EMOJI = /\p{Extended_Pictographic}/u;
const EMOJI_END = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f/u;
const BLACK_FLAG = '\u{1f3f4}';

/** The flags that Unicode recommends (RGI): England, Scotland, Wales. Behind a flag any other tags could hold any text. */
const FLAG_TAGS = new Set(
  ['gbeng', 'gbsct', 'gbwls'].map(
    (region) =>
      `${Array.from(region, (letter) => String.fromCodePoint(0xe_0000 + letter.charCodeAt(0))).join('')}\u{e007f}`,
  ),
);

/**
 * Characters that nobody sees, whatever is beside them: zero-width spaces, bidirectional controls, soft hyphens, byte order
 * marks, fillers. Some signs of category Cf are seen, such as those of Arabic numbers and verses.
 */
const INVISIBLE =
  /[[\p{Cf}--[\u200c-\u200d\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}\u{e0020}-\u{e007f}]]\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]/gv;

/**
 * Selectors by what they can change the look of: emoji, mathematical signs and some scripts, ideographs. Behind anything else
 * they are unseen, and a text of 256 of them can be hidden behind each letter. Of ideographs no more than 32 forms are in use.
 */
const SELECTED: readonly (readonly [selector: RegExp, base: RegExp])[] = [
  [/^[\ufe0e\ufe0f]$/, /\p{Emoji}/u],
  [
    /^[\ufe00-\ufe02]$/,
    /[0\p{Sm}\p{Unified_Ideograph}\p{Script=Mymr}\p{Script=Phag}\p{Script=Mani}\u3001\u3002\uff01-\uff1f]/u,
  ],
  [/^[\u{e0100}-\u{e011f}]$/u, /\p{Unified_Ideograph}/u],
];
/** What is seen in some places and smuggles text in others. */
const DEPENDING = /\u200c|\u200d|[\ufe00-\ufe0f]|[\u{e0020}-\u{e007f}]|[\u{e0100}-\u{e01ef}]/u;

type Dependence = 'joiner' | 'selector' | 'tag';

/** What of the above a character is. By numbers, for it is asked of each. */
function dependenceOf(character: string): Dependence | undefined {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x200c) return undefined;
  if (code <= 0x200d) return 'joiner';
  if (code < 0xfe00) return undefined;
  if (code <= 0xfe0f || (code >= 0xe_0100 && code <= 0xe_01ef)) return 'selector';
  return code >= 0xe_0020 && code <= 0xe_007f ? 'tag' : undefined;
}

/** The text without what nobody sees: two texts that differ only in that look the same. */
export function withoutInvisible(text: string): string {
  const rest = text.replace(INVISIBLE, '');
  if (!DEPENDING.test(rest)) return rest;
  const characters = [...rest];
  const followers = followersOf(characters);
  const kept: string[] = [];
  let tagsEnd = 0;
  for (const [index, character] of characters.entries()) {
    const dependence = dependenceOf(character);
    if (character === BLACK_FLAG) tagsEnd = index + 1 + flagTagsAt(characters, index + 1);
    else if (dependence !== undefined && index >= tagsEnd) {
      if (!isSeen(dependence, character, kept.at(-1) ?? '', followers[index] ?? '')) continue;
    }
    kept.push(character);
  }
  return kept.join('');
}

/** How many of the characters make a flag of the black flag before them. */
function flagTagsAt(characters: readonly string[], index: number): number {
  return FLAG_TAGS.has(characters.slice(index, index + 6).join('')) ? 6 : 0;
}

function isSeen(dependence: Dependence, character: string, before: string, after: string): boolean {
  if (dependence === 'tag' || before === '') return false;
  if (dependence === 'selector')
    return SELECTED.some(([selector, base]) => selector.test(character) && base.test(before));
  if (dependenceOf(before) === 'joiner') return false;
  if (VIRAMA.test(before)) return true;
  if (JOINED_LETTER.test(before)) return JOINED_LETTER.test(after);
  return character === '\u200d' && EMOJI_END.test(before) && EMOJI.test(after);
}

/** For each character the next one that does not depend on its neighbours itself. */
function followersOf(characters: readonly string[]): readonly string[] {
  const followers: string[] = [];
  let next = '';
  for (let index = characters.length - 1; index >= 0; index--) {
    followers[index] = next;
    const character = characters[index] ?? '';
    if (dependenceOf(character) === undefined) next = character;
  }
  return followers;
}
