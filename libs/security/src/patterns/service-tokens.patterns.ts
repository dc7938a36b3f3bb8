import type { SecretPattern } from './secret-pattern.js';
import { token } from './token.pattern.js';

const WORD = String.raw`\w-`;
const DOTTED = String.raw`\w.-`;

/** Tokens of places where code, messages, packages and money are kept. Lengths are those of gitleaks 8. */
export const SERVICE_TOKEN_PATTERNS: readonly SecretPattern[] = [
  token('github-token', ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], /gh[pousr]_[A-Za-z0-9]{36,251}(?![\w-])/),
  token('github-fine-grained-token', 'github_pat_', /github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}(?![\w-])/),
  token(
    'gitlab-token',
    ['glpat-', 'gldt-', 'glrt-', 'glcbt-', 'glptt-', 'glft-', 'glsoat-'],
    /gl(?:pat|dt|rt|cbt|ptt|ft|soat)-[\w-]{20,300}(?:\.[a-z0-9]{2}\.[a-z0-9]{9})?/,
    { characters: DOTTED, rest: WORD },
  ),
  token(
    'slack-token',
    ['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xoxe-', 'xoxe.', 'xapp-'],
    /(?:xox[abeprs]-|xoxe\.xox[bp]-|xapp-)[A-Za-z0-9-]{20,250}/,
    { characters: DOTTED, rest: WORD },
  ),
  token(
    'slack-webhook',
    'hooks.slack.com/services/',
    /hooks\.slack\.com\/services\/(?<mark>T[A-Z0-9]{6,14}\/B[A-Z0-9]{6,14}\/[A-Za-z0-9]{16,32})/,
    { characters: String.raw`\w./-` },
  ),
  token(
    'stripe-key',
    ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_'],
    /[rs]k_(?:live|test)_[A-Za-z0-9]{16,251}(?![\w-])/,
  ),
  token('webhook-secret', 'whsec_', /whsec_[A-Za-z0-9+/]{32,100}={0,2}/, {
    characters: String.raw`\w+/=`,
    rest: String.raw`\w+/=`,
  }),
  token('npm-token', 'npm_', /npm_[A-Za-z0-9]{36}(?![\w-])/),
  token('pypi-token', 'pypi-AgEI', /pypi-AgEI[\w-]{50,400}/, { rest: WORD }),
  token('docker-token', ['dckr_pat_', 'dckr_oat_'], /dckr_[po]at_[\w-]{27,40}(?![\w-])/),
  token('sendgrid-key', 'SG.', /SG\.[\w-]{22}\.[\w-]{43}(?![\w-])/, { characters: DOTTED }),
  token('atlassian-token', 'ATATT3', /ATATT3[\w=-]{100,300}/, {
    characters: String.raw`\w=-`,
    rest: String.raw`\w=-`,
  }),
  token('linear-key', 'lin_api_', /lin_api_[A-Za-z0-9]{40}(?![\w-])/),
  token('new-relic-key', 'NRAK-', /NRAK-[A-Z0-9]{27}(?![\w-])/),
  token('grafana-token', 'glsa_', /glsa_[A-Za-z0-9]{32}_[a-f0-9]{8}(?![\w-])/),
  token(
    'shopify-token',
    ['shpat_', 'shpca_', 'shppa_', 'shpss_'],
    /shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}(?![\w-])/,
  ),
  token('age-secret-key', 'AGE-SECRET-KEY-1', /AGE-SECRET-KEY-1[A-Z0-9]{58}(?![\w-])/),
];
