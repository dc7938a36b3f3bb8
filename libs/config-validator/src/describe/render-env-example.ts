import type { ConfigurationDocument, DocumentedVariable } from './document-schemas.js';
import { kindText } from './kind-schema.policy.js';

/** An `.env.example`: required variables empty, the others as comments with their defaults. */
export function renderEnvExample({ groups }: ConfigurationDocument): string {
  const blocks = groups.map(({ title, variables }) =>
    [`# --- ${oneLine(title)} ---`, ...variables.map(renderVariable)].join('\n\n'),
  );
  return `${blocks.join('\n\n')}\n`;
}

function renderVariable(variable: DocumentedVariable): string {
  const { name, kind, description, required, sensitive, defaultText } = variable;
  const facts = [
    required ? 'required' : 'optional',
    kindText(kind),
    ...(sensitive && kind !== 'secret' ? ['secret'] : []),
  ];
  const about = [...(description === undefined ? [] : [oneLine(description)]), `(${facts.join(', ')})`];
  return [
    ...about.map((line) => `# ${line}`),
    required ? `${name}=` : `# ${name}=${quoted(defaultText ?? '')}`,
  ].join('\n');
}

/** A value in the form that Node's parser and dotenv read back, on one line. */
export function quoted(text: string): string {
  if (/^[\w./:@,+-]*$/.test(text)) return text;
  const single = text.replaceAll(/[\r\n]+/g, ' ');
  const quote = ["'", '"', '`'].find((one) => !single.includes(one));
  // A text with all three quotes cannot be written; without quotes most of it can be read.
  return quote === undefined ? single : `${quote}${single}${quote}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
