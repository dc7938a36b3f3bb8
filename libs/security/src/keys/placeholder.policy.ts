/** Words of examples. A key drawn at random holds none of them but once in many millions. */
const WORDS =
  /your[-_ ]?(?:\w{1,20}[-_ ]?)?(?:key|token|secret)|api[-_]?key[-_]?here|change[-_]?me|replace[-_]?(?:me|with|this)|placeholder|insert[-_]|example|dummy|redacted|(?:^|[-_])(?:todo|fixme|none|null|undefined|test|fake|secret|key|foo|bar)(?:$|[-_])/i;

/** What stands for the rest of a key. */
const FILLERS = /^(.)\1{2,}$|([x*.…#0])\2{5,}|^[<[{(].{0,200}[>\]})]$|^\$\{?\w|^%\w{1,64}%$|…|\.{3}|\*{3}/i;

/** Different characters of the shortest key that is real: the rest of `sk-` has 40 of them. */
const FEWEST_CHARACTERS = 8;

/** Whether a text stands where a key will stand: `your-key-here`, `changeme`, `sk-xxxx`, `<key>`, `${KEY}`. */
export function isPlaceholder(key: string, prefix: string): boolean {
  const rest = key.slice(prefix.length);
  if (WORDS.test(rest) || FILLERS.test(rest)) return true;
  return rest.length >= FEWEST_CHARACTERS && new Set(rest.toLowerCase()).size < FEWEST_CHARACTERS - 3;
}
