import type { ArgumentsHost } from '@nestjs/common';

/** What carries a call: the object of its transport that knows the other end. All objects are foreign, hence unknown. */
export type Carrier =
  | { readonly kind: 'http'; readonly request: unknown; readonly response: unknown }
  /** GraphQL over HTTP; a subscription over a socket has no response. */
  | { readonly kind: 'graphql'; readonly request: unknown; readonly response: unknown }
  | { readonly kind: 'ws'; readonly client: unknown }
  | { readonly kind: 'rpc'; readonly context: unknown }
  /** A transport of another library, of which nothing is known. */
  | { readonly kind: 'other' };

export function carrierOf(host: ArgumentsHost): Carrier {
  const type: string = host.getType();
  switch (type) {
    case 'http':
      return { kind: 'http', request: host.getArgByIndex(0), response: host.getArgByIndex(1) };
    case 'graphql':
      return graphqlCarrier(host.getArgs());
    case 'ws':
      return { kind: 'ws', client: host.getArgByIndex(0) };
    case 'rpc':
      return { kind: 'rpc', context: host.getArgByIndex(1) };
    default:
      return { kind: 'other' };
  }
}

/** Reads along `path`; `undefined` as soon as there is nothing. */
export function readPath(value: unknown, ...path: readonly string[]): unknown {
  let current = value;
  for (const field of path) {
    if ((typeof current !== 'object' && typeof current !== 'function') || current === null) return undefined;
    current = Reflect.get(current, field);
  }
  return current;
}

/**
 * Resolvers get (parent, arguments, context, info), reference resolvers (reference, context, info). Apollo's context has
 * `req` and, if the application adds it, `res`; Express links both; Mercurius' context has `reply`.
 */
function graphqlCarrier(args: readonly unknown[]): Carrier {
  const context = args.length === 3 ? args[1] : args[2];
  const request =
    readPath(context, 'req') ?? readPath(context, 'request') ?? readPath(context, 'reply', 'request');
  return {
    kind: 'graphql',
    request,
    response: readPath(context, 'res') ?? readPath(context, 'reply') ?? readPath(request, 'res'),
  };
}
