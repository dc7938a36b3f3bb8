export interface Range {
  readonly start: number;
  readonly end: number;
}

const HONORIFIC = /^(?:mr|mrs|ms|miss|dr|prof|professor|sir|madam)\.?\s+/i;

/** Abbreviations that the tagger takes for organisations. */
const NO_NAMES = new Set(
  'API|APIs|SQL|JSON|XML|HTML|CSS|HTTP|HTTPS|TLS|SSL|URL|URI|UUID|REST|CPU|GPU|RAM|SSD|USB|ISO|IEC|IEEE|RFC|CSV|PDF|SDK|CLI|UI|UX|DNS|TCP|UDP|IP|VPN|AWS SDK|CI|CD|PR|KPI|SLA|SLO|ETL|CRM|ERP|VAT|GDP|FAQ|CEO|CFO|CTO|HR|IT|AI|ML|LLM|U.S|US|UK|EU'.split(
    '|',
  ),
);

/**
 * The name within what a tagger found: without punctuation, the genitive and a title. Nothing when it is no name: without a
 * capital letter, with digits or a line break, or a technical abbreviation.
 */
export function nameIn(text: string, start: number, end: number): Range | undefined {
  const raw = text.slice(start, end);
  const mark = /^[^\p{L}\p{N}]*/u.exec(raw)?.[0].length ?? 0;
  const lead = mark + (HONORIFIC.exec(raw.slice(mark))?.[0].length ?? 0);
  const name = raw
    .slice(lead)
    .replace(/[^\p{L}\p{N}]+$/u, '')
    .replace(/['’]s$/, '');
  if (!/\p{Lu}/u.test(name) || /[\d@/_\n]/.test(name) || NO_NAMES.has(name)) return undefined;
  return { start: start + lead, end: start + lead + name.length };
}
