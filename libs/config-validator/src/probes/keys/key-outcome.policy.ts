import { failed, passed, undetermined } from '../outcomes.js';
import type { ProbeOutcome } from '../probe.port.js';
import type { KeyState } from './key-answer.policy.js';

const TITLES = { openai: 'OpenAI', anthropic: 'Anthropic', groq: 'Groq' } as const;

export interface AskedEndpoint {
  readonly provider: keyof typeof TITLES;
  /** Name of the variable of the base URL, when it decided whom was asked. */
  readonly baseUrlVariable: string | undefined;
}

/**
 * The finding for a state. Credit is a warning and not critical: the configuration is right, the account is not, and a
 * fleet must be able to restart while somebody pays.
 */
export function keyOutcome(state: KeyState, { provider, baseUrlVariable }: AskedEndpoint): ProbeOutcome {
  const title = TITLES[provider];
  const who = baseUrlVariable === undefined ? title : `The ${title} endpoint of ${baseUrlVariable}`;
  switch (state) {
    case 'valid':
      return passed('CFG-KEY-000', `${who} accepts the key.`);
    case 'rate-limited':
      return failed(
        'CFG-KEY-006',
        `${who} knows the key and lets it ask no more at this moment.`,
        'Nothing to correct; if it lasts, ask for higher limits or share the load among keys.',
      );
    case 'refused':
      return failed(
        'CFG-KEY-002',
        `${who} refuses the key (401).`,
        `Create a new key at ${title}, or unset the variable to go without this provider.`,
      );
    case 'forbidden':
      return failed(
        'CFG-KEY-002',
        `${who} refuses the key (403): it may not be used from here or for this.`,
        `Give the key the permission at ${title}, or check from which countries and addresses it may be used.`,
      );
    case 'no-credit':
      return failed(
        'CFG-KEY-005',
        `${who} knows the key, and its account has no credit left.`,
        `Add credit or raise the spend limit at ${title}; until then the provider answers nothing.`,
      );
    case 'may-not-list':
      return undetermined(
        'CFG-REACH-005',
        `${who} knows the key, which may not list models, so nothing is known about its use.`,
        'Give the key the permission to read models, or accept that it cannot be checked.',
      );
    case 'redirected':
      return failed(
        'CFG-REACH-006',
        `${who} redirects to another address, which was not followed, so that the key stays here.`,
        correctBaseUrl(baseUrlVariable),
      );
    case 'not-an-api':
      return failed(
        'CFG-REACH-016',
        `${who} has no list of models, as this API would.`,
        correctBaseUrl(baseUrlVariable),
      );
    case 'unknown':
      return undetermined(
        'CFG-REACH-005',
        `${who} answered with something that says nothing about the key.`,
        'Try again later; if it lasts, look at the status page of the provider.',
      );
    default:
      return state satisfies never;
  }
}

function correctBaseUrl(variable: string | undefined): string {
  return variable === undefined
    ? 'Look for a proxy between this machine and the provider.'
    : `Correct ${variable}.`;
}
