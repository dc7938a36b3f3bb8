import { wrapText } from '../boot/wrap-text.policy.js';
import { paint, widthOf, type TextStyle } from '../report/text-style.js';

/** A page in the Markdown of docs/findings, for a terminal. */
export function pageText(markdown: string, style: TextStyle): string {
  let isCode = false;
  const lines = markdown
    .trim()
    .split('\n')
    .flatMap((line) => {
      if (line.startsWith('```')) {
        isCode = !isCode;
        return [];
      }
      if (isCode) return [`    ${line}`];
      const heading = /^#+ (?<title>.*)$/.exec(line)?.groups?.['title'];
      if (heading !== undefined) return [paint(heading, 'bold', style)];
      return line.trim() === '' ? [''] : wrapText(line.replaceAll('`', ''), widthOf(style));
    });
  return `${lines.join('\n')}\n`;
}
