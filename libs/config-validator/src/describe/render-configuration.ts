import { sourceText } from '../findings/finding.js';
import type { ConfigurationDescription, VariableDescription } from './describe-configuration.js';

/** The configuration that applies, for people: name, value as far as it may be shown, and where it is from. */
export function renderConfiguration({ groups }: ConfigurationDescription): string {
  const blocks = groups.map(({ title, variables }) => {
    const rows = variables.map((one) => [one.name, valueText(one), originText(one)] as const);
    const wide = (column: 0 | 1): number => Math.max(...rows.map((row) => row[column].length));
    const lines = rows.map(([name, value, origin]) =>
      `  ${name.padEnd(wide(0))}  ${value.padEnd(wide(1))}  ${origin}`.trimEnd(),
    );
    return [printable(title), ...lines].join('\n');
  });
  return `${blocks.join('\n\n')}\n`;
}

function valueText({ state, shown, findings }: VariableDescription): string {
  if (findings.length > 0) return `(${findings.join(', ')})`;
  return state === 'set' ? printable(shown ?? '') : '(not set)';
}

function originText({ source, overridden }: VariableDescription): string {
  const others = overridden.map(sourceText).join(', ');
  const origin = source === undefined ? '' : sourceText(source);
  if (others === '') return origin;
  // An empty value in the environment takes away what a file says.
  return origin === '' ? `empty, overrides ${others}` : `${origin}, overrides ${others}`;
}

/** On one line, and without characters that steer a terminal or hide (Unicode category C, and line separators). */
function printable(text: string): string {
  return text.replaceAll(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
