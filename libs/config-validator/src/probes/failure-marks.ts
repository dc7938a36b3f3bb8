/** How deep causes are followed; a chain that is longer, or a circle, tells nothing more. */
const DEEPEST = 6;

/**
 * The codes of an error and of what caused it, the outermost first: `ENOTFOUND`, `28P01`. Codes come from fixed lists of
 * Node, OpenSSL and PostgreSQL; messages may quote users, hosts and passwords, and stay inside.
 */
export function codesOf(error: unknown): readonly string[] {
  const codes: string[] = [];
  const visit = (one: unknown, depth: number): void => {
    if (typeof one !== 'object' || one === null || depth > DEEPEST) return;
    if ('code' in one && typeof one.code === 'string') codes.push(one.code);
    if ('cause' in one) visit(one.cause, depth + 1);
    // What Node throws when a name has several addresses and none can be reached.
    if ('errors' in one && Array.isArray(one.errors)) for (const each of one.errors) visit(each, depth + 1);
    // What ioredis throws when no node of a Cluster can be reached.
    if ('lastNodeError' in one) visit(one.lastNodeError, depth + 1);
  };
  visit(error, 0);
  return codes;
}

/** The messages of an error and of what caused it, only to be matched against known marks. */
export function messagesOf(error: unknown): string {
  const messages: string[] = [];
  const visit = (one: unknown, depth: number): void => {
    if (!(one instanceof Error) || depth > DEEPEST) return;
    messages.push(one.message);
    visit(one.cause, depth + 1);
    if ('errors' in one && Array.isArray(one.errors)) for (const each of one.errors) visit(each, depth + 1);
    if ('lastNodeError' in one) visit(one.lastNodeError, depth + 1);
  };
  visit(error, 0);
  return messages.join('\n');
}
