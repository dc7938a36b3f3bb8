import type { Clock } from '@hydrogenai/common';
import { classifyError } from '../errors/classify-error.js';
import type { ErrorKind } from '../errors/error-kind.js';
import { kindOfResponse } from '../errors/kind-of-response.js';
import { readErrorBody } from '../errors/provider-error-body.js';
import type { BuiltInProvider } from './provider-options.js';

/**
 * What a provider says of a key. `valid`: it is known, which says nothing about credit; `refused`: replace it;
 * `no_credit`: pay; `unknown`: no clear answer, `kind` says why.
 */
export type KeyState = 'valid' | 'refused' | 'no_credit' | 'unknown';

export interface KeyCheck {
  readonly provider: string;
  /** The provider's name, or `groq#2` where it has several keys. */
  readonly account: string;
  readonly state: KeyState;
  /** How the question failed, for every state but `valid`. */
  readonly kind?: ErrorKind;
}

export interface KeyedAccount {
  readonly provider: BuiltInProvider;
  readonly account: string;
  readonly apiKey: string;
  readonly baseUrl: string;
  /** Follows no redirect. */
  readonly fetch: typeof globalThis.fetch;
}

/** Asks for the list of models, which costs nothing, within `deadlineMs`. It never throws. */
export async function checkKey(key: KeyedAccount, deadlineMs: number, clock: Clock): Promise<KeyCheck> {
  const { provider, account } = key;
  const late = new AbortController();
  const cancel = clock.after(deadlineMs, () => late.abort());
  try {
    const url = `${key.baseUrl}/models`;
    const response = await key.fetch(url, { method: 'GET', headers: headersOf(key), signal: late.signal });
    const text = await response.text();
    if (response.ok) return { provider, account, state: 'valid' };
    const kind = kindOfResponse(response.status, readErrorBody(text));
    return { provider, account, state: stateOf(kind), kind };
  } catch (error) {
    const kind = late.signal.aborted ? 'timeout' : classifyError(error, clock.now()).kind;
    return { provider, account, state: 'unknown', kind };
  } finally {
    cancel();
  }
}

/** A key without the right to list models may still answer, so `permission` proves nothing. */
function stateOf(kind: ErrorKind): KeyState {
  if (kind === 'auth') return 'refused';
  return kind === 'quota' ? 'no_credit' : 'unknown';
}

function headersOf({ provider, apiKey }: KeyedAccount): Record<string, string> {
  // The version is a date, the only one there is: https://docs.claude.com/en/api/versioning.
  return provider === 'anthropic'
    ? { 'x-api-key': apiKey, 'anthropic-version': '2023-06-01' }
    : { authorization: `Bearer ${apiKey}` };
}
