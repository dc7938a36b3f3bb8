const ASSIGNMENT = /^\s*(?:export\s+)?(?<name>[A-Za-z_][\w.-]*)\s*=\s*(?<value>.*)$/;
const BLANK_OR_COMMENT = /^\s*(?:#.*)?$/;

export interface ScannedLines {
  /** Where each name is given a value, in the order of the file; lines count from 1. */
  readonly assignments: readonly { readonly name: string; readonly line: number }[];
  /**
   * Numbers of the lines that are neither an assignment, nor a comment, nor inside a quoted value of several lines. A
   * quote that is never closed counts where it opens.
   */
  readonly stray: readonly number[];
  /**
   * The text for Node's parser, which takes the line after `NAME= ` for the value of NAME, and reads `export NAME=` as a
   * variable named `export NAME` (seen in Node 24.21): assignments of nothing are `NAME=` there.
   */
  readonly readable: string;
}

/** Which line of an environment file says what; Node's own parser tells only the values. */
export function scanLines(text: string): ScannedLines {
  const lines = text.split(/\r\n|\n|\r/);
  const assignments: { name: string; line: number }[] = [];
  const stray: number[] = [];
  const readable = [...lines];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (BLANK_OR_COMMENT.test(line)) continue;
    const { name, value = '' } = ASSIGNMENT.exec(line)?.groups ?? {};
    if (name === undefined) {
      stray.push(at + 1);
      continue;
    }
    assignments.push({ name, line: at + 1 });
    if (value === '') readable[at] = `${name}=`;
    if (!opensQuote(value)) continue;
    const quote = value.charAt(0);
    const end = lines.findIndex((later, index) => index > at && later.includes(quote));
    if (end < 0) {
      // Node ends such a value with its line, and reads on in the next.
      stray.push(at + 1);
      continue;
    }
    const rest = lines[end] ?? '';
    if (!BLANK_OR_COMMENT.test(rest.slice(rest.indexOf(quote) + 1))) stray.push(end + 1);
    at = end;
  }
  return { assignments, stray, readable: readable.join('\n') };
}

function opensQuote(value: string): boolean {
  const quote = value.charAt(0);
  return ['"', "'", '`'].includes(quote) && !value.slice(1).includes(quote);
}
