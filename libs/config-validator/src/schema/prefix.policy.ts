/** Whether a text can begin the names of variables. */
export function isPrefix(prefix: unknown): boolean {
  return typeof prefix === 'string' && /^[A-Za-z_][A-Za-z0-9_]*$/.test(prefix);
}
