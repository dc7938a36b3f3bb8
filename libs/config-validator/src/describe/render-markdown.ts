import type { ConfigurationDocument, DocumentedVariable } from './document-schemas.js';
import { kindText } from './kind-schema.policy.js';

/** The variables as Markdown: a heading and a table for each schema. */
export function renderMarkdown({ groups }: ConfigurationDocument): string {
  const sections = groups.map(({ title, variables }) =>
    [
      `## ${inCell(title)}`,
      '',
      '| Variable | Value | Default | Meaning |',
      '| --- | --- | --- | --- |',
      ...variables.map(row),
    ].join('\n'),
  );
  return `${sections.join('\n\n')}\n`;
}

function row({ name, kind, sensitive, required, defaultText, description }: DocumentedVariable): string {
  const value = sensitive && kind !== 'secret' ? `${kindText(kind)}, secret` : kindText(kind);
  const fallback = required ? '**required**' : defaultText === undefined ? 'none' : code(defaultText);
  return `| \`${name}\` | ${value} | ${fallback} | ${inCell(description ?? '')} |`;
}

function code(text: string): string {
  const fence = text.includes('`') ? '``' : '`';
  return text === '' ? 'empty' : `${fence}${inCell(text)}${fence}`;
}

/** GitHub Flavored Markdown 4.10: a pipe in a cell is escaped, and a cell has one line. */
function inCell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().replaceAll('|', '\\|');
}
