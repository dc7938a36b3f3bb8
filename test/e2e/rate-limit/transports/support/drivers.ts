import type { Journal } from './journal.js';

/** One answer, in the words of its transport. */
export type Answer =
  | { readonly admitted: true; readonly value: unknown; readonly headers?: LimitHeaders }
  | {
      readonly admitted: false;
      readonly error: unknown;
      readonly status?: number;
      readonly headers?: LimitHeaders;
    };

export type LimitHeaders = Readonly<Record<'ratelimit-policy' | 'ratelimit' | 'retry-after', string | null>>;

/** An application on one transport, and a client that calls its handlers by name. */
export interface Driver extends AsyncDisposable {
  readonly journal: Journal;
  call(handler: string): Promise<Answer>;
}

export function limitHeaders({ headers }: Response): LimitHeaders {
  return {
    'ratelimit-policy': headers.get('ratelimit-policy'),
    ratelimit: headers.get('ratelimit'),
    'retry-after': headers.get('retry-after'),
  };
}
