import { NOT_AFTER_WORD, NOT_BEFORE_WORD, type EntityRule, type Reading } from './candidate.js';

/** Names that look like identifiers and are products, standards or abbreviations to everybody. */
const WELL_KNOWN = new Set(
  [
    'iPhone|iPad|iPod|iOS|iPadOS|iCloud|iTunes|iMac|macOS|tvOS|watchOS|eBay|eBook|eBooks|eCommerce|eMail|jQuery|npmJS',
    'Node.js|Vue.js|Next.js|Nest.js|Nuxt.js|Express.js|React.js|Three.js|D3.js|ASP.NET|i.e|e.g|a.m|p.m|U.S|U.K|U.N|E.U|Ph.D|a.k.a|vs.the',
  ].flatMap((names) => names.split('|')),
);

/** Standards whose names have the form of a ticket. */
const STANDARDS =
  /^(?:UTF|UCS|GPT|SHA|AES|RSA|DES|MD|ISO|IEC|IEEE|RFC|COVID|HTTP|TLS|SSL|USB|IPV|MPEG|MP|DIN|EN|ECMA|ES|H|B|F|A|T|X|CD|DVD|PCI|BASE|LATIN|WI|L|S)-\d{1,5}$|^(?:USB|UTF|GPT|COVID|ISO|SHA|ES)(?:-|$)/;

const CODE_SUFFIX =
  'Error|Exception|Service|Controller|Module|Repository|Factory|Handler|Provider|Manager|Client|Request|Response|Config|Options|Component|Test';

const FILE_TYPES =
  'ts|tsx|js|jsx|mjs|cjs|json|jsonl|yaml|yml|toml|ini|cfg|conf|env|xml|html?|css|scss|md|txt|csv|tsv|log|py|rb|go|rs|java|kt|c|h|cpp|hpp|cs|php|sh|bat|ps1|sql|proto|gradle|lock|pdf|docx?|xlsx?|pptx?|png|jpe?g|gif|svg|zip|tar|gz|parquet|ipynb|pem|key|crt|tf|vue|svelte|swift';

const unlessKnown = ([all]: RegExpExecArray): Reading | undefined => (WELL_KNOWN.has(all) ? undefined : {});

export const CODE_RULES: readonly EntityRule[] = [
  {
    kind: 'identifier',
    // snake_case and CONSTANT_CASE
    pattern: rule(String.raw`(?<![\w.$@/-])[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+(?:\(\))?(?![\w-]|\.\w)`),
    read: () => ({}),
  },
  {
    kind: 'identifier',
    // camelCase
    pattern: rule(String.raw`(?<![\w.$@/-])[a-z][a-z0-9]*[A-Z][A-Za-z0-9]*(?:\(\))?(?![\w-]|\.\w)`),
    read: unlessKnown,
  },
  {
    kind: 'identifier',
    // PascalCase is a brand as often as a class; the ending tells.
    pattern: rule(String.raw`(?<![\w.$@/-])(?=[A-Z][a-z0-9]{1,40}[A-Z])[A-Za-z0-9]{3,120}(?![\w-]|\.\w)`),
    read: ([all]) => (new RegExp(`(?:${CODE_SUFFIX})$`).test(all) ? {} : undefined),
  },
  {
    kind: 'identifier',
    // A call
    pattern: rule(String.raw`(?<![\w.$@/-])[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*\(\)`),
    read: () => ({}),
  },
  {
    kind: 'identifier',
    // A dotted name: a member, a class in its package, a file
    pattern: rule(String.raw`(?<![\w.$@/:\\-])[A-Za-z_$][\w$-]*(?:\.[A-Za-z_$][\w$]*)+(?:\(\))?(?![\w@-])`),
    read: dotted,
  },
  {
    kind: 'identifier',
    // A path from a root, a home or here; or one that ends with a file name
    pattern: rule(
      String.raw`(?<![\w.~/:\\<@-])(?:(?:~|\.{1,2})?/[\w.@{}:*-]+(?:/[\w.@{}:*-]+)*/?|[A-Za-z]:\\[^\s"<>|?*,;]+)`,
    ),
    read: ([all]) => ({ length: all.replace(/[.:]+$/, '').length }),
  },
  {
    kind: 'identifier',
    pattern: rule(String.raw`(?<![\w.~/:\\@-])[\w@-][\w.@-]*(?:/[\w.@-]+)+${NOT_BEFORE_WORD}`),
    read: ([all]) => {
      const path = all.replace(/\.+$/, '');
      return new RegExp(String.raw`\.(?:${FILE_TYPES})$`, 'i').test(path)
        ? { length: path.length }
        : undefined;
    },
  },
  {
    kind: 'identifier',
    // A flag of a command
    pattern: rule(String.raw`(?<![\w-])--[a-z][\w-]*`),
    read: () => ({}),
  },
  {
    kind: 'identifier',
    // Tickets, orders, articles: ABC-123, INV-2025-0417, KX-4402-B
    pattern: rule(String.raw`(?<![\w-])[A-Z][A-Z0-9]{0,15}(?:-[A-Z0-9]{1,20}){1,6}(?![\w-]|\.\d)`),
    read: ([all]) => (/-[A-Z0-9]*\d/.test(all) && !STANDARDS.test(all) ? {} : undefined),
  },
  {
    kind: 'identifier',
    // Letters and digits mixed: a container, a serial number
    pattern: rule(String.raw`${NOT_AFTER_WORD}[A-Z]{2,6}\d{4,17}(?![\w-]|\.\d)`),
    read: () => ({}),
  },
  {
    kind: 'identifier',
    // A host or a resource with a number at its end: db-primary-01
    pattern: rule(String.raw`(?<![\w.@/-])[a-z][a-z0-9]*(?:-[a-z0-9]+)*-\d{2,6}(?![\w-]|\.\w)`),
    read: () => ({}),
  },
  {
    kind: 'identifier',
    // Inline code
    pattern: /`([^`\n]{1,200})`/g,
    read: ([, value = '']) => ({ value }),
  },
];

function dotted([all]: RegExpExecArray): Reading | undefined {
  const parts = all.split('.');
  if (WELL_KNOWN.has(all) || parts.every((part) => part.length === 1)) return undefined;
  // "the end.The next": a space is missing.
  if (parts.length === 2 && /^[a-z]+$/.test(parts[0] ?? '') && /^[A-Z][a-z]+$/.test(parts[1] ?? ''))
    return undefined;
  return {};
}

function rule(source: string): RegExp {
  return new RegExp(source, 'g');
}
