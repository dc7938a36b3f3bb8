/**
 * Whole quotations: texts, identifiers in double quotes, backticks or brackets. A doubled quote inside of one reads as two
 * quotations side by side, which comes to the same.
 */
const QUOTATION = /'[^']*'|"[^"]*"|`[^`]*`|\[[^\]'"`]*\]/g;
const SPACES = /[ \t\r\n\f\v]+/g;

/**
 * What dialects read differently, or what makes white space mean something: backslashes (escapes in some), comments, which
 * a line may end (`--`, `#`, `//`, and `/` for regular expressions), quotations by dollar signs (`$1` is none).
 */
const AMBIGUOUS = /[\\#/]|--|\$(?!\d)/;
/** A quote without its twin, or Oracle's `q'{it's}'`; a form feed stands for each quotation. */
const UNCERTAIN = /['"`[\]]|\bn?q\f/i;

/**
 * One spelling for statements that differ only in white space between words: each run of it is one space. Nothing in
 * quotation marks is changed, nor is the case of anything. A statement of which it is not certain what is quoted stays as it
 * is: it may miss the answer of its twin, but never gets that of another.
 */
export function normalizeStatement(statement: string): string {
  if (AMBIGUOUS.test(statement) || UNCERTAIN.test(statement.replace(QUOTATION, '\f'))) return statement;
  let normalized = '';
  let from = 0;
  for (const { index, 0: quotation } of statement.matchAll(QUOTATION)) {
    normalized += statement.slice(from, index).replace(SPACES, ' ') + quotation;
    from = index + quotation.length;
  }
  return (normalized + statement.slice(from).replace(SPACES, ' ')).trim();
}
