import { looksRandom } from './randomness.policy.js';
import type { SecretPattern } from './secret-pattern.js';
import { token } from './token.pattern.js';
import { WORD_BEGIN } from './word-begin.js';

const BASE64 = String.raw`A-Za-z0-9+/=`;

/** Keys of AWS, Google Cloud, Azure and other clouds. Lengths are those of gitleaks 8. */
export const CLOUD_KEY_PATTERNS: readonly SecretPattern[] = [
  token(
    'aws-access-key-id',
    ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
    /(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![\w-])/,
    {
      check: (text) => new Set(text).size >= 8 && !text.endsWith('EXAMPLE'),
    },
  ),
  {
    id: 'aws-secret-key',
    prefilter: ['secret_access_key', 'secretaccesskey', 'aws_secret_key', 'secret-access-key'],
    starts: 'anywhere',
    expression:
      /(?:secret[_-]?access[_-]?key|aws_secret_key)["'\\]{0,2}\s{0,4}[:=]\s{0,4}["'\\]{0,2}(?<mark>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/i,
    characters: String.raw`A-Za-z0-9/+_:="'\\\s-`,
    maxLength: 80,
    check: looksRandom,
  },
  token('aws-bedrock-key', 'ABSK', /ABSK[A-Za-z0-9+/]{100,260}={0,2}/, { characters: BASE64, rest: BASE64 }),
  token('gcp-api-key', 'AIza', /AIza[\w-]{35}(?![\w-])/),
  token('gcp-client-secret', 'GOCSPX-', /GOCSPX-[\w-]{28}(?![\w-])/),
  token('gcp-access-token', 'ya29.', /ya29\.[\w-]{20,1024}/, {
    characters: String.raw`\w.-`,
    rest: String.raw`\w-`,
    maxLength: 1_100,
  }),
  token(
    'azure-account-key',
    ['AccountKey=', 'SharedAccessKey='],
    /(?:AccountKey|SharedAccessKey)=(?<mark>[A-Za-z0-9+/]{43,86}={1,2})/i,
    { characters: BASE64, maxLength: 120 },
  ),
  token('azure-sas-signature', 'sig=', /sig=(?<mark>[A-Za-z0-9+/]{43}=|(?:[A-Za-z0-9]|%2[bf]){43}%3d)/i, {
    characters: String.raw`A-Za-z0-9+/=%`,
    maxLength: 160,
  }),
  {
    id: 'azure-client-secret',
    prefilter: 'Q~',
    expression: new RegExp(String.raw`(?<=${WORD_BEGIN})[\w.~-]{3}\dQ~[\w.~-]{31,34}(?![\w.~-])`),
    characters: String.raw`\w.~-`,
    maxLength: 48,
    check: looksRandom,
  },
  {
    id: 'azure-openai-key',
    prefilter: 'JQQJ99',
    expression: new RegExp(String.raw`(?<=${WORD_BEGIN})[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{20,30}(?![\w-])`),
    characters: String.raw`\w-`,
    maxLength: 96,
    check: looksRandom,
  },
  token('digitalocean-token', ['dop_v1_', 'doo_v1_', 'dor_v1_'], /do[opr]_v1_[a-f0-9]{64}(?![\w-])/),
  token('alibaba-access-key-id', 'LTAI', /LTAI[A-Za-z0-9]{17,21}(?![\w-])/),
  token('databricks-token', 'dapi', /dapi[a-f0-9]{32}(?:-\d)?(?![\w-])/),
  token('vault-token', ['hvs.', 'hvb.'], /hv[sb]\.[\w-]{90,300}/, {
    characters: String.raw`\w.-`,
    rest: String.raw`\w-`,
  }),
  token('heroku-key', 'HRKU-', /HRKU-[\w-]{36,70}(?![\w-])/),
  token('supabase-token', 'sbp_', /sbp_[a-f0-9]{40}(?![\w-])/),
];
