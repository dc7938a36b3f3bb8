import { showsValue } from '../rules/shared-text.policy.js';

export const REDACTED = '[redacted]';

/** Names of variables that hold secrets, whether their schema says so or not. */
const SECRET_NAME =
  /(?:^|_)(?:API_?KEY|KEY|TOKEN|SECRET|PASS(?:WORD|WD|PHRASE)?|CREDENTIALS?|PRIVATE|AUTH|DSN)S?(?:_|$)/i;
/** Beginnings of well-known keys, tokens and key files. */
const SECRET_BEGINNING =
  /\b(?:sk-|gsk_|gh[opsu]_|github_pat_|glpat-|xox[abprs]-|hf_|pplx-|AKIA|ASIA|AIza|eyJ)|-----BEGIN /;
/** A long run of letters and digits is no word. */
const LONG_RUN = /[\w+=-]{24,}/g;
/** To the last @, because people forget to escape what stands in a password. */
const USER_INFO = /:\/\/[^]*@/;

/**
 * A value that its schema does not call sensitive, as it may be shown: without what looks like a secret, or holds a
 * telling part of one.
 * @param secrets texts of the sensitive variables.
 */
export function maskText(name: string, text: string, secrets: readonly string[]): string {
  if (SECRET_NAME.test(name) || SECRET_BEGINNING.test(text) || looksRandom(text)) return REDACTED;
  if (secrets.some((secret) => showsValue(text, secret))) return REDACTED;
  return text.replace(USER_INFO, `://${REDACTED}@`);
}

function looksRandom(text: string): boolean {
  return (text.match(LONG_RUN) ?? []).some((run) => /\d/.test(run) && /[A-Za-z]/.test(run));
}
