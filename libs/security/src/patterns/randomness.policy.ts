/** Fewer different characters than this are a placeholder: `sk-proj-xxxxxxxx1`. */
const FEWEST_CHARACTERS = 8;

/** Words have fewer changes between small letters and capitals; of twenty letters drawn at random some ten have them. */
const FEWEST_CHANGES = 4;

/** Whether a token may have been drawn at random: with digits or of many cases, and not the same few all the time. */
export function looksRandom(token: string): boolean {
  if (!hasManyCharacters(token) || !/[A-Za-z]/.test(token)) return false;
  return /\d/.test(token) || (token.match(/[a-z](?=[A-Z])|[A-Z](?=[a-z])/g) ?? []).length >= FEWEST_CHANGES;
}

function hasManyCharacters(token: string): boolean {
  let seen = '';
  for (const character of token) {
    if (seen.includes(character)) continue;
    seen += character;
    if (seen.length >= FEWEST_CHARACTERS) return true;
  }
  return false;
}

/** Whether a value stands where a secret was expected: neither code that reads one nor a word. */
export function looksLikeValue(text: string): boolean {
  return /\d/.test(text) && looksRandom(text) && !/^(?:process\.|import\.|env\.|os\.|\$|%)|[(){}]/.test(text);
}

/** Whether a text is base64 of `user:password`. */
export function isBasicCredential(text: string): boolean {
  return /^[\x20-\x7e]{1,300}:[\x20-\x7e]{0,300}$/.test(Buffer.from(text, 'base64').toString('latin1'));
}
