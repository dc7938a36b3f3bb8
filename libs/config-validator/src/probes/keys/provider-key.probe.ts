import { matching, oneOf } from '@hydrogenai/common';
import { codesOf } from '../failure-marks.js';
import { boundedGet } from '../http/bounded-get.js';
import { failed, tolerated, undetermined } from '../outcomes.js';
import type { Probe, ProbeContext, ProbeOutcome } from '../probe.port.js';
import { keyState } from './key-answer.policy.js';
import { keyConnectionFailure } from './key-connection.policy.js';
import { keyOutcome } from './key-outcome.policy.js';
import { modelsUrl, PROVIDER_ENDPOINTS, type ProbedProvider } from './provider-endpoints.js';

export interface ProviderKeyOptions {
  /**
   * Name of the variable that holds another base URL, for proxies. A schema must declare it too. Default: the one that
   * the official clients read, such as `OPENAI_BASE_URL`.
   */
  readonly baseUrlVariable?: string;
  /** False: a refused key is a warning, because other providers can answer. Default: true. */
  readonly required?: boolean;
}

const PROVIDERS = Object.keys(PROVIDER_ENDPOINTS) as ProbedProvider[];
/** The longest lists, those of gateways with hundreds of models, are about half of it. */
const MOST_BYTES = 1_048_576;
/** What a header can carry (RFC 9110, section 5.5), without the characters that no key has. */
const HEADER_VALUE = /^[\x21-\x7e]+$/;

/**
 * Asks a provider whether it accepts the key: one request for its list of models, which uses no tokens. No redirect is
 * followed, so that the key reaches no other host.
 * @throws InvalidOptionError for an unknown provider, or a name that no variable has.
 */
export function providerKey(provider: ProbedProvider, options: ProviderKeyOptions = {}): Probe {
  const name = oneOf(provider, PROVIDERS, 'providerKey');
  const { baseUrlVariable = `${name.toUpperCase()}_BASE_URL`, required = true } = options;
  matching(baseUrlVariable, /^\w+$/, 'providerKey.baseUrlVariable', 'the name of a variable');
  return {
    name,
    kind: 'provider',
    target: ({ value, lookUp }) =>
      JSON.stringify([value, lookUp(baseUrlVariable), baseUrlVariable, required]),
    run: async (context) => {
      const base = context.lookUp(baseUrlVariable);
      const outcome = await askProvider(
        name,
        context,
        base,
        base === undefined ? undefined : baseUrlVariable,
      );
      return required ? outcome : tolerated(outcome);
    },
  };
}

async function askProvider(
  provider: ProbedProvider,
  { value: key, signal }: ProbeContext,
  baseUrl: string | undefined,
  baseUrlVariable: string | undefined,
): Promise<ProbeOutcome> {
  if (!HEADER_VALUE.test(key)) {
    return failed(
      'CFG-KEY-002',
      'It holds white space or characters that no key has, and cannot be sent.',
      'Copy the key again, without quotes, spaces and line breaks.',
    );
  }
  const url = modelsUrl(provider, baseUrl);
  if (url === undefined) {
    return undetermined(
      'CFG-REACH-005',
      `The base URL in ${baseUrlVariable} is none, so the key was not checked.`,
      `Correct ${baseUrlVariable}.`,
    );
  }
  try {
    const headers = PROVIDER_ENDPOINTS[provider].headers(key);
    const answer = await boundedGet({ url, headers, signal, mostBytes: MOST_BYTES });
    return keyOutcome(keyState(answer), { provider, baseUrlVariable });
  } catch (error) {
    return keyConnectionFailure(codesOf(error), baseUrlVariable);
  }
}
