import { NOT_AFTER_WORD, NOT_BEFORE_WORD, type EntityRule } from './candidate.js';
import { MAGNITUDE, NUMERAL, numberOf } from './numeral.policy.js';

/** A sign belongs to the number only where nothing stands before it: `5-7` is a range. */
const SIGN = String.raw`(?:(?<![\w.)\]\-+−])[+\-−])?`;

const START = String.raw`(?<![\w\u00c0-\u024f\u0370-\u052f.,'’#/@\\:])(?<![A-Za-z_)]-)`;
/** ISO 27001 and RFC 2616 are names. */
const NOT_A_STANDARD = String.raw`(?<!\b(?:ISO|IEC|RFC|DIN|EN|IEEE|ANSI|EC) )`;
/** A numeral that goes on as a version, a ratio or a compound (`12-year-old`, `64-bit`, `24/7`) is no number. */
const END = String.raw`${NOT_BEFORE_WORD}(?![.,:/@\\]\w|[-‑][A-Za-z]|['’]\d)`;

const CURRENCIES: Readonly<Record<string, string>> = {
  $: 'USD',
  us$: 'USD',
  a$: 'AUD',
  c$: 'CAD',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  '₩': 'KRW',
  dollar: 'USD',
  euro: 'EUR',
  pound: 'GBP',
  yen: 'JPY',
  rupee: 'INR',
  franc: 'CHF',
};
const CODES =
  'USD|EUR|GBP|JPY|CHF|INR|CNY|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|BRL|MXN|ZAR|SGD|HKD|KRW|TRY|AED';
const WORDS = 'dollars?|euros?|pounds?|yen|rupees?|francs?';

const UNITS = [
  // Speed first: `km` is the beginning of `km/h`.
  'km/h|mph|m/s|kph|knots?|bps|basis points?|percentage points?|pp',
  // Data
  'bytes?|bits?|[kKMGTP]i?B|[kMGT]bps|[kMGT]bit/s|[kMGT]B/s',
  // Time
  'ns|µs|μs|us|ms|s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|days?|weeks?|months?|years?|decades?|milliseconds?|microseconds?|nanoseconds?',
  // Length, area, volume, mass
  'nm|µm|mm²|cm²|m²|km²|m³|mm|cm|km|m|ft|feet|foot|inch(?:es)?|miles?|yards?|met(?:er|re)s?|kilomet(?:er|re)s?|centimet(?:er|re)s?|sq ?m|sqm|sq ?ft|hectares?|acres?',
  'ml|mL|cl|dl|l|L|lit(?:er|re)s?|gallons?|µg|mcg|mg|g|kg|grams?|kilograms?|kilos?|t|tons?|tonnes?|lbs?|oz|ounces?',
  // Heat, power, frequency, screen
  '°C|°F|° ?C|° ?F|°|degrees?(?: (?:Celsius|Fahrenheit))?|kcal|kJ|W|kW|MW|GW|Wh|kWh|MWh|V|kV|mV|mA|mAh|Hz|kHz|MHz|GHz|hp|bar|psi|Pa|hPa|kPa|dB|rpm|qps|rps|tps|fps|px|pt|em|rem|dpi',
  String.raw`(?:requests?|messages?|events?|queries|tokens?|writes?|reads?|transactions?|records?|rows?)(?:/(?:s|sec|min|minute|h|hour|day)| per (?:second|minute|hour|day))`,
].join('|');

export const NUMBER_RULES: readonly EntityRule[] = [
  {
    kind: 'money',
    pattern: rule(
      String.raw`(?<![\w.])(?:([+\-−]?)((?:US|A|C)?\$|[€£¥₹₩]) ?([+\-−]?)(${NUMERAL})(${MAGNITUDE})?(?: ?(?:${CODES}))?)${NOT_BEFORE_WORD}`,
    ),
    read: ([, sign = '', currency = '', inner = '', numeral = '', magnitude]) => ({
      value: () => numberOf(sign + inner + numeral, magnitude),
      unit: CURRENCIES[currency.toLowerCase()],
    }),
  },
  {
    kind: 'money',
    pattern: rule(
      String.raw`${NOT_AFTER_WORD}(${CODES}) ?([+\-−]?${NUMERAL})(${MAGNITUDE})?${NOT_BEFORE_WORD}`,
    ),
    read: ([, unit, numeral = '', magnitude]) => ({ value: () => numberOf(numeral, magnitude), unit }),
  },
  {
    kind: 'number',
    // What follows the numeral makes it a percentage, a quantity or an amount: one pattern, so that each is met once.
    pattern: rule(
      String.raw`${START}${NOT_A_STANDARD}(${SIGN}${NUMERAL})(?:( ?[%‰]| per ?cent${NOT_BEFORE_WORD})|(${MAGNITUDE}(?= ))?[ \u00a0]?(${UNITS})${NOT_BEFORE_WORD}(?![-‑][A-Za-z])|(${MAGNITUDE})? ?(?:(${CODES})|([€£])|(${WORDS}))${NOT_BEFORE_WORD}|(${MAGNITUDE})?${END})`,
    ),
    read: ([, numeral = '', percent, unitFactor, unit, moneyFactor, code, sign, word, factor]) => {
      const value = (): number | undefined => numberOf(numeral, unitFactor ?? moneyFactor ?? factor);
      if (percent !== undefined) return { kind: 'percentage', value };
      if (unit !== undefined) return { kind: 'quantity', value, unit };
      const currency = code ?? CURRENCIES[sign ?? word?.replace(/s$/, '') ?? ''];
      return currency === undefined ? { value } : { kind: 'money', value, unit: currency };
    },
  },
  {
    kind: 'number',
    pattern: rule(String.raw`${START}0x[0-9A-Fa-f]+${NOT_BEFORE_WORD}`),
    read: ([hex = '']) => ({ value: hex.length <= 15 ? Number(hex) : undefined }),
  },
  {
    kind: 'number',
    pattern: /(?<![\w-])(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|fifty)(?![\w-])/gi,
    read: ([, word = '']) => ({ value: WORDS_FOR_NUMBERS[word.toLowerCase()] }),
  },
];

const WORDS_FOR_NUMBERS: Readonly<Record<string, number>> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  twenty: 20,
  fifty: 50,
};

function rule(source: string): RegExp {
  return new RegExp(source, 'g');
}
