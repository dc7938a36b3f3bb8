import type { VaryName } from './cache-response.options.js';

/** Goes up when responses are written in another way, so that old ones are not found. */
const FORMAT = 1;

/** What a request says of itself. */
export interface RequestFacts {
  /** Class and method of the handler: versions of a route may have the same address. */
  readonly handler: string;
  readonly method: string;
  /** Path and query, as they came. */
  readonly url: string;
  readonly header: (name: string) => string | undefined;
  readonly user: string | undefined;
  readonly session: string | undefined;
  /** Undefined for methods without one. */
  readonly body: unknown;
}

export interface KeyOptions {
  readonly vary: readonly VaryName[];
  readonly shared: boolean;
}

/** Undefined when something that the response depends on is not known. The tenant is added by the cache. */
export function responseKey(
  facts: RequestFacts,
  { vary, shared }: KeyOptions,
): readonly unknown[] | undefined {
  const varied = vary.map((name) => [name.toLowerCase(), valueOf(name, facts)] as const);
  if (varied.some(([, value]) => value === undefined)) return undefined;
  const { handler, method, url, body, user, header } = facts;
  const caller = shared ? [] : [user, header('authorization'), header('cookie')];
  // Parameters may be taken of the host as well.
  return [FORMAT, handler, method, header('host'), ...address(url), varied, caller, body];
}

function valueOf(name: VaryName, { user, session, header }: RequestFacts): string | undefined {
  if (name === 'user') return user;
  if (name === 'session') return session;
  return header(name.slice('header:'.length).toLowerCase());
}

/** Path, with the parameters in it, and query; the order of names in a query does not count, that of values does. */
function address(url: string): readonly [path: string, query: readonly (readonly string[])[]] {
  const mark = url.indexOf('?');
  if (mark === -1) return [url, []];
  const query = new URLSearchParams(url.slice(mark + 1));
  query.sort();
  return [url.slice(0, mark), [...query]];
}
