import { passesIban, passesLuhn } from './checksums.policy.js';
import type { SecretPattern } from './secret-pattern.js';

/** Countries by the length of their IBAN (registry of SWIFT, release 98). */
const IBAN_COUNTRIES: Readonly<Record<number, string>> = {
  15: 'NO',
  16: 'BE',
  18: 'DK|FO|FI|GL|NL|SD|FK',
  19: 'MK|SI',
  20: 'AT|BA|EE|KZ|LT|LU|XK|MN',
  21: 'HR|LV|LI|CH',
  22: 'BH|BG|CR|DE|GE|IE|ME|RS|GB|VA',
  23: 'TL|GI|IQ|IL|AE|SO|OM',
  24: 'AD|CZ|MD|PK|RO|SA|SK|ES|SE|TN|VG',
  25: 'PT|ST|LY',
  26: 'IS|TR',
  27: 'FR|GR|IT|MR|MC|SM|BI|DJ',
  28: 'AL|AZ|BY|CY|DO|SV|GT|HN|HU|LB|NI|PL',
  29: 'BR|EG|PS|QA|UA',
  30: 'JO|KW|MU|YE',
  31: 'MT|SC',
  33: 'RU',
};

const IBAN = Object.entries(IBAN_COUNTRIES)
  .map(([length, countries]) => String.raw`(?:${countries})\d{2}(?: ?[A-Z0-9]){${Number(length) - 4}}`)
  .join('|');

/** Data of people. What has a checksum is told by it; a phone number needs its country or its punctuation. */
export const PII_PATTERNS: readonly SecretPattern[] = [
  {
    id: 'email',
    prefilter: '@',
    // Letters with accents count; those of scripts without spaces would take whole sentences along.
    expression:
      /(?<![\w.%+\u00c0-\u024f-])[\w.%+\u00c0-\u024f-]{1,64}@[A-Za-z0-9\u00c0-\u024f-]{1,63}(?:\.[A-Za-z0-9\u00c0-\u024f-]{1,63}){0,5}\.[A-Za-z\u00c0-\u024f][A-Za-z0-9-]{1,62}(?![\w@-])/,
    characters: String.raw`\w.%+@\u00c0-\u024f-`,
    maxLength: 520,
  },
  {
    id: 'phone',
    prefilter: '+',
    expression: /(?<![\w.+-])\+[1-9](?:[ ()./-]{0,3}\d){7,14}(?![\w])/,
    characters: String.raw`\d+ ().\/-`,
    maxLength: 70,
  },
  {
    id: 'phone',
    expression: /(?<![\w.+-])(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[.-])[2-9]\d{2}[.-]\d{4}(?![\w-])/,
    characters: String.raw`\d ().-`,
    maxLength: 20,
  },
  {
    id: 'credit-card',
    expression: /(?<![\w.-])[2-6](?:[ -]?\d){12,18}(?![\w-])/,
    characters: String.raw`\d -`,
    maxLength: 40,
    check: passesLuhn,
  },
  {
    id: 'iban',
    expression: new RegExp(String.raw`(?<![A-Za-z0-9])(?:${IBAN})(?![A-Za-z0-9])`),
    characters: String.raw`A-Z0-9 `,
    maxLength: 68,
    check: passesIban,
  },
  {
    id: 'us-ssn',
    prefilter: '-',
    expression: /(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/,
    characters: String.raw`\d-`,
    maxLength: 12,
  },
];
