import { Agent, EnvHttpProxyAgent, type Dispatcher } from 'undici';
import { toFetchResponse } from './to-fetch-response.js';

/** Sockets to one host at most; more requests wait for one. Undici's own default has no bound. */
const MOST_SOCKETS = 256;

const OPTIONS = {
  connections: MOST_SOCKETS,
  // One request at a time on a socket: a slow answer must not hold up those behind it.
  pipelining: 1,
  allowH2: false,
  // Every attempt brings its own clocks; a second set underneath would cut off what these allow.
  headersTimeout: 0,
  bodyTimeout: 0,
} as const;

/** What the AI SDK and the check of keys ask `fetch` for; everything else goes to the real one. */
type TextRequest = RequestInit & { readonly method: string; readonly body?: string };

/**
 * The connections to one provider, kept alive between requests and opened when they are needed. `fetch` is what its AI
 * SDK package is given: it does what these packages need at about half the CPU of the global one, follows no redirect
 * (the key would travel to a host that nobody configured), and closes the socket when its signal aborts.
 */
export class ProviderConnections {
  private dispatcher: Dispatcher | undefined;

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    if (!isTextRequest(init) || input instanceof Request) {
      return globalThis.fetch(input, { ...init, redirect: 'manual' });
    }
    const { origin, pathname, search } = new URL(input);
    return toFetchResponse(
      await this.open().request({
        origin,
        path: pathname + search,
        // The packages of the AI SDK ask for POST and GET.
        method: init.method as Dispatcher.HttpMethod,
        headers: headersOf(init),
        body: init.body ?? null,
        signal: init.signal ?? null,
      }),
    );
  };

  /** Closes every socket for good. Requests in flight fail, and so does every later one. */
  async close(): Promise<void> {
    await this.open().destroy();
  }

  private open(): Dispatcher {
    // Node's own switch for proxies in fetch (https://nodejs.org/api/cli.html#node_use_env_proxy1).
    this.dispatcher ??=
      process.env['NODE_USE_ENV_PROXY'] === '1' ? new EnvHttpProxyAgent(OPTIONS) : new Agent(OPTIONS);
    return this.dispatcher;
  }
}

function isTextRequest(init: RequestInit | undefined): init is TextRequest {
  return typeof init?.method === 'string' && (init.body === undefined || typeof init.body === 'string');
}

function headersOf({ headers }: TextRequest): Record<string, string> {
  // Answers are read as they come: without this a server may choose any compression (RFC 9110, section 12.5.3).
  return { accept: '*/*', 'accept-encoding': 'identity', ...Object.fromEntries(new Headers(headers)) };
}
