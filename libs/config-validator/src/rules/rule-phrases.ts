/** Says what a rule of class-validator demands, from its own arguments. `undefined`: not without more arguments. */
type Phrase = (args: readonly unknown[]) => string | undefined;

const fixed =
  (text: string): Phrase =>
  () =>
    text;

const counted =
  (before: string, after = ''): Phrase =>
  ([count]) =>
    typeof count === 'number' ? `${before} ${count}${after}` : undefined;

const oneOf =
  (index: number): Phrase =>
  (args) => {
    const values = args[index];
    if (!Array.isArray(values) || values.length === 0 || values.length > MOST_LISTED) return undefined;
    return `must be one of ${values.map(String).join(', ')}`;
  };

const MOST_LISTED = 20;

/**
 * Keyed by class-validator's constraint name. Rules that name what is refused (`notEquals`, `isNotIn`, `notContains`)
 * show no arguments: there the argument is the value.
 */
export const RULE_PHRASES: Readonly<Record<string, Phrase>> = {
  isDefined: fixed('must be set'),
  isNotEmpty: fixed('must not be empty'),
  isString: fixed('must be a text'),
  isBoolean: fixed('must be true or false'),
  isInt: fixed('must be a whole number'),
  isNumber: fixed('must be a number of the accepted form'),
  isPositive: fixed('must be greater than 0'),
  isNegative: fixed('must be less than 0'),
  min: counted('must be at least'),
  max: counted('must be at most'),
  isDivisibleBy: counted('must be divisible by'),
  minLength: counted('must have at least', ' characters'),
  maxLength: counted('must have at most', ' characters'),
  isLength: ([least, most]) =>
    `must have ${String(least)} ${most === undefined ? 'or more' : `to ${String(most)}`} characters`,
  isIn: oneOf(0),
  isEnum: oneOf(1),
  isNotIn: fixed('is one of the values that are not allowed'),
  equals: fixed('must equal what the schema says'),
  notEquals: fixed('is a value that is not allowed'),
  contains: ([part]) => (typeof part === 'string' ? `must contain ${part}` : undefined),
  notContains: fixed('contains what is not allowed'),
  matches: ([pattern]) =>
    pattern instanceof RegExp
      ? `must match the pattern ${String(pattern)}`
      : 'must have the form that the schema demands',
  isUrl: fixed('must be a URL of the accepted form'),
  isEmail: fixed('must be an e-mail address'),
  isIp: fixed('must be an IP address'),
  isPort: fixed('must be a port from 0 to 65535'),
  isFqdn: fixed('must be a domain name'),
  isUuid: fixed('must be a UUID'),
  isJson: fixed('must be JSON'),
  isJwt: fixed('must be a JSON Web Token'),
  isBase64: fixed('must be Base64'),
  isHexadecimal: fixed('must be hexadecimal'),
  isIso8601: fixed('must be an ISO 8601 date'),
  arrayNotEmpty: fixed('must have at least one item'),
  arrayMinSize: counted('must have at least', ' items'),
  arrayMaxSize: counted('must have at most', ' items'),
  arrayUnique: fixed('must not have an item twice'),
};
