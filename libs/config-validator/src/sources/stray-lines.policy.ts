const ASSIGNMENT = /^\s*(?:export\s+)?[A-Za-z_][\w.-]*\s*=\s*(?<value>.*)$/;
const BLANK_OR_COMMENT = /^\s*(?:#.*)?$/;

/**
 * Numbers (from 1) of the lines that are neither an assignment, nor a comment, nor inside a quoted value of several
 * lines. A quote that is never closed counts where it opens.
 */
export function strayLines(text: string): readonly number[] {
  const stray: number[] = [];
  let open: { readonly quote: string; readonly line: number } | undefined;
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (open) {
      const end = line.indexOf(open.quote);
      if (end < 0) continue;
      if (!BLANK_OR_COMMENT.test(line.slice(end + 1))) stray.push(index + 1);
      open = undefined;
      continue;
    }
    if (BLANK_OR_COMMENT.test(line)) continue;
    const value = ASSIGNMENT.exec(line)?.groups?.['value'];
    if (value === undefined) stray.push(index + 1);
    else if (opensQuote(value)) open = { quote: value.charAt(0), line: index + 1 };
  }
  return open ? [...stray, open.line] : stray;
}

function opensQuote(value: string): boolean {
  const quote = value.charAt(0);
  return ['"', "'", '`'].includes(quote) && !value.slice(1).includes(quote);
}
