import { NOT_AFTER_WORD, NOT_BEFORE_WORD, type EntityRule } from './candidate.js';
import { trimmedUrlLength } from './url-end.policy.js';

/** Top-level domains after which a bare name is a web address. `.py`, `.rs` or `.sh` are file names more often. */
const DOMAINS =
  'com|org|net|io|dev|ai|app|gov|edu|info|eu|uk|de|fr|es|it|nl|ch|at|ca|jp|in|us|co|cloud|example|test';

const VERSIONED =
  '[Vv]ersion|[Rr]elease|Python|Node|Node\\.js|Java|Ruby|PHP|Go|Rust|TypeScript|ECMAScript|React|Angular|Vue|NestJS|Nest|Django|Spring|Postgres|PostgreSQL|MySQL|MongoDB|Redis|Kafka|Kubernetes|Docker|Ubuntu|Debian|Android|iOS|macOS|Windows|Chrome|Firefox|Safari|OpenSSL|npm';

export const TOKEN_RULES: readonly EntityRule[] = [
  {
    kind: 'url',
    pattern: rule(
      String.raw`${NOT_AFTER_WORD}(?:https?|ftp|wss?|redis|postgres(?:ql)?|mongodb|file|s3)://[^\s<>"“”]+`,
      'gi',
    ),
    read: ([all]) => ({ length: trimmedUrlLength(all) }),
  },
  {
    kind: 'url',
    pattern: rule(String.raw`(?<![\w.@/:\\-])www\.[^\s<>"“”]+`, 'gi'),
    read: ([all]) => ({ length: trimmedUrlLength(all) }),
  },
  {
    kind: 'url',
    // A bare domain with a path or without
    pattern: rule(
      String.raw`(?<![\w.@/:\\-])[a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,63}){0,5}\.(?:${DOMAINS})(?![\w-]|\.\w|@)(?::\d{1,5})?(?:/[^\s<>"“”]*)?`,
    ),
    read: ([all]) => ({ length: trimmedUrlLength(all) }),
  },
  {
    kind: 'email',
    pattern: rule(
      String.raw`(?<![\w.%+@/-])[\w.%+-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.){1,8}[A-Za-z]{2,24}(?![\w@-])`,
    ),
    read: ([all]) => {
      const at = all.lastIndexOf('@');
      return { value: all.slice(0, at) + all.slice(at).toLowerCase() };
    },
  },
  {
    kind: 'identifier',
    // UUID
    pattern: rule(String.raw`(?<![\w-])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?![\w-])`),
    read: ([all]) => ({ value: all.toLowerCase() }),
  },
  {
    kind: 'identifier',
    // IPv4 address, with a port or a mask or without
    pattern: rule(String.raw`(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5}|/\d{1,2})?(?![\w-]|\.\d)`),
    read: ([all]) =>
      all
        .split(/[:/]/, 1)[0]
        ?.split('.')
        .every((part) => Number(part) < 256) === true
        ? {}
        : undefined,
  },
  {
    kind: 'identifier',
    // Hash of a commit or a content
    pattern: rule(
      String.raw`(?<![\w.-])(?:(?:sha(?:1|256|512)|md5):[0-9a-f]{6,128}|[0-9a-f]{7,128})(?![\w-]|\.\w)`,
    ),
    read: ([all]) => (/[0-9]/.test(all) && /[a-f]/.test(all) && !/^\d+e\d+$/.test(all) ? {} : undefined),
  },
  {
    kind: 'identifier',
    // Version: of three parts, or marked by a letter or a comparison
    pattern: rule(
      String.raw`(?<![\w.@/-])(?:(?:(?:[<>]=?|[\^~]) ?)?[vV]?\d{1,9}\.\d{1,9}\.\d{1,9}|[vV]\d{1,4}(?:\.\d{1,9}){0,2}|[\^~]\d{1,9}(?:\.\d{1,9})?)(?:-[A-Za-z]\w{0,20}(?:\.\w{1,20}){0,3}|\+\w{1,40})?(?![\w-]|\.\d)`,
    ),
    read: ([all]) => ({ value: all.replace(/^[<>=^~ vV]+/, ''), length: all.length }),
  },
  {
    kind: 'identifier',
    // Version of one or two parts, which would be a number without the name before it
    pattern: rule(
      String.raw`(?<=\b(?:${VERSIONED}) )[vV]?\d{1,4}(?:\.\d{1,4}){0,2}${NOT_BEFORE_WORD}(?![-/%]|\.\d| ?[%$€£])`,
    ),
    read: ([all]) => ({ value: all.replace(/^[vV]/, '') }),
  },
  {
    kind: 'identifier',
    // Number of an issue or a pull request
    pattern: rule(String.raw`(?<![\w#&/])#\d{1,9}${NOT_BEFORE_WORD}`),
    read: () => ({}),
  },
];

function rule(source: string, flags = 'g'): RegExp {
  return new RegExp(source, flags);
}
