import { NOT_AFTER_WORD, NOT_BEFORE_WORD, type EntityRule, type Reading } from './candidate.js';
import { ANY_MONTH, MONTH, digits, fullYear, isoDate, isoTime, monthOf } from './calendar.policy.js';

const START = String.raw`(?<![\w\u00c0-\u024f\u0370-\u052f.,/:\\#-])`;
const END = String.raw`${NOT_BEFORE_WORD}(?![-/:\\]\w|[.,]\d)`;
const DAY = String.raw`(\d{1,2})(?:st|nd|rd|th)?`;
const YEAR = String.raw`(?:,? (?:of )?(\d{4}))`;
const WEEKDAY = String.raw`(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?`;
/** What stands before a year or the bare name of a month, which could be a number or a verb (`may`, `march`) otherwise. */
const BEFORE_PERIOD = String.raw`(?<=\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Bb]y|[Dd]uring|[Bb]efore|[Aa]fter|[Ff]rom|[Oo]f|[Tt]o|[Ff]or|[Aa]nd|[Ll]ast|[Nn]ext|[Tt]his|[Ee]arly|[Ll]ate|[Mm]id|[Ff]iscal|[Yy]ear|[Ee]very|[Tt]hrough|[Bb]etween|[Vv]s\.?) )`;

const day = (year: number, month: number, number: number): Reading | undefined => {
  const value = isoDate(year, month, number);
  return value === undefined ? undefined : { value };
};

export const DATE_RULES: readonly EntityRule[] = [
  {
    kind: 'date',
    // ISO 8601, with a time or without
    pattern: rule(
      String.raw`${START}(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(?:Z| ?UTC|[+-]\d{2}:?\d{2})?)?${END}`,
    ),
    read: ([all, year, month, number, time]) => {
      const value = isoDate(Number(year), Number(month), Number(number));
      if (value === undefined || time === undefined) return value === undefined ? undefined : { value };
      return { value: `${value}T${all.slice(11).replace(' UTC', 'Z').replace('UTC', 'Z')}` };
    },
  },
  {
    kind: 'date',
    pattern: rule(String.raw`${START}(\d{4})/(\d{1,2})/(\d{1,2})${END}`),
    read: ([, year, month, number]) => day(Number(year), Number(month), Number(number)),
  },
  {
    kind: 'date',
    // Day and month in the order of somebody's country
    pattern: rule(String.raw`${START}(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})${END}`),
    read: ([, first = '', second = '', year = '']) => {
      const dayFirst = isoDate(fullYear(year), Number(second), Number(first));
      const monthFirst = isoDate(fullYear(year), Number(first), Number(second));
      if (dayFirst === undefined && monthFirst === undefined) return undefined;
      if (dayFirst === undefined || monthFirst === undefined || dayFirst === monthFirst)
        return { value: dayFirst ?? monthFirst };
      return {};
    },
  },
  {
    kind: 'date',
    // With dots the day comes first everywhere.
    pattern: rule(String.raw`${START}(\d{1,2})\.(\d{1,2})\.(\d{4})${END}`),
    read: ([, number, month, year]) => day(Number(year), Number(month), Number(number)),
  },
  {
    kind: 'date',
    pattern: rule(String.raw`${START}${DAY} (?:of )?(${ANY_MONTH})${YEAR}?${END}`),
    read: ([, number, month = '', year]) => named(number, month, year),
  },
  {
    kind: 'date',
    pattern: rule(String.raw`${START}(${ANY_MONTH}) ${DAY}${YEAR}?${END}`),
    read: ([, month = '', number, year]) => named(number, month, year),
  },
  {
    kind: 'date',
    pattern: rule(String.raw`${START}(${ANY_MONTH})${YEAR}${END}`),
    read: ([, month = '', year]) => ({ value: `${year}-${digits(monthOf(month))}` }),
  },
  {
    kind: 'date',
    pattern: rule(String.raw`${BEFORE_PERIOD}(${MONTH})${END}`),
    read: ([, month = '']) => ({ value: `--${digits(monthOf(month))}` }),
  },
  {
    kind: 'date',
    pattern: rule(String.raw`${BEFORE_PERIOD}((?:19|20)\d{2})${END}`),
    read: ([, value]) => ({ value }),
  },
  {
    kind: 'date',
    pattern: rule(String.raw`${START}(?:(\d{4})[- ])?([QH][1-4])(?:[ -]?(\d{4})|[ ]?['’](\d{2}))?${END}`),
    read: ([, before, part = '', after, short]) => {
      if (part > 'H2' && part < 'Q') return undefined;
      const year = before ?? after ?? (short === undefined ? undefined : String(fullYear(short)));
      return { value: year === undefined ? part : `${year}-${part}` };
    },
  },
  {
    kind: 'date',
    pattern: rule(String.raw`${START}(?:FY ?(\d{4}|\d{2})|[Ff]iscal(?: year)? (\d{4}))${END}`),
    read: ([, short, long]) => ({ value: String(fullYear(short ?? long ?? '')) }),
  },
  {
    kind: 'date',
    pattern: rule(
      String.raw`${NOT_AFTER_WORD}(?:[Tt]oday|[Yy]esterday|[Tt]omorrow|(?:(?:[Ll]ast|[Nn]ext|[Tt]his) )?${WEEKDAY}|(?:[Ll]ast|[Nn]ext) (?:week|month|quarter|year)|\d{1,4} (?:day|week|month|year)s? ago)${END}`,
    ),
    read: () => ({}),
  },
];

export const TIME_RULES: readonly EntityRule[] = [
  {
    kind: 'time',
    pattern: rule(
      String.raw`${START}(\d{1,2})(?::(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?)? ?([AaPp])(?:[Mm]${NOT_BEFORE_WORD}|\.[Mm]\.)(?: ?(?:UTC|GMT|CES?T|[ECMP][SD]?T))?`,
    ),
    read: ([, hour, minute = 0, second, half]) =>
      known(isoTime(Number(hour), Number(minute), second === undefined ? undefined : Number(second), half)),
  },
  {
    kind: 'time',
    pattern: rule(
      String.raw`${START}(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(?: ?(?:UTC|GMT|CES?T|[ECMP][SD]?T|h|Z))?${END}`,
    ),
    read: ([, hour, minute, second]) =>
      known(isoTime(Number(hour), Number(minute), second === undefined ? undefined : Number(second))),
  },
  {
    kind: 'time',
    pattern: rule(String.raw`${NOT_AFTER_WORD}(noon|midnight)${END}`),
    read: ([word]) => ({ value: word === 'noon' ? '12:00' : '00:00' }),
  },
];

function named(number: string | undefined, month: string, year: string | undefined): Reading | undefined {
  const value = isoDate(Number(year ?? 2000), monthOf(month), Number(number));
  if (value === undefined) return undefined;
  return { value: year === undefined ? `-${value.slice(4)}` : value };
}

function known(value: string | undefined): Reading | undefined {
  return value === undefined ? undefined : { value };
}

function rule(source: string): RegExp {
  return new RegExp(source, 'g');
}
