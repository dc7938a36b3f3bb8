/** Letters that keys are made of. */
const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LETTERS = ALNUM.slice(0, 52);
const HEX = '0123456789abcdef';
const UPPER = ALNUM.slice(0, 26);
const BASE32 = `${UPPER}234567`;
const WORD = `${ALNUM}-_`;
const BASE64 = `${ALNUM}+/`;

export type Random = () => number;

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface GeneratedSecret {
  /** The rule that has to find it. */
  readonly rule: string;
  readonly text: string;
  /** What must not be seen any more: all of the text, or what is secret about it. */
  readonly secret: string;
}

/** One of each form, as its issuer would draw it. Nobody's key: all characters are from the generator. */
export function generatedSecrets(random: Random): GeneratedSecret[] {
  const of = (alphabet: string, length: number): string =>
    Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
  const edge = (length: number): string => `${of(ALNUM, 1)}${of(WORD, length - 2)}${of(ALNUM, 1)}`;
  const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const jwt = `${base64url({ alg: 'HS256', typ: 'JWT' })}.${base64url({ sub: of(ALNUM, 12), iat: 1_795_000_000 })}.${edge(43)}`;
  const pem = `-----BEGIN RSA PRIVATE KEY-----\n${Array.from({ length: 8 }, () => of(BASE64, 64)).join('\n')}\n${of(BASE64, 42)}==\n-----END RSA PRIVATE KEY-----`;
  const inside = (rule: string, before: string, secret: string, after = ''): GeneratedSecret => ({
    rule,
    text: `${before}${secret}${after}`,
    secret,
  });
  return [
    ...Object.entries({
      'openai-key': [
        `sk-proj-${edge(74)}T3BlbkFJ${edge(74)}`,
        `sk-svcacct-${edge(58)}T3BlbkFJ${edge(58)}`,
        `sk-admin-${edge(58)}T3BlbkFJ${edge(58)}`,
        `sk-${of(ALNUM, 20)}T3BlbkFJ${of(ALNUM, 20)}`,
        `sk-${of(ALNUM, 48)}`,
      ],
      'anthropic-key': [
        `sk-ant-api03-${edge(93)}AA`,
        `sk-ant-admin01-${edge(93)}AA`,
        `sk-ant-oat01-${edge(93)}AA`,
      ],
      'groq-key': [`gsk_${of(ALNUM, 20)}WGdyb3FY${of(ALNUM, 24)}`, `gsk_${of(ALNUM, 52)}`],
      'openrouter-key': [`sk-or-v1-${of(HEX, 64)}`],
      'huggingface-token': [`hf_${of(LETTERS, 34)}`],
      'perplexity-key': [`pplx-${of(ALNUM, 48)}`],
      'xai-key': [`xai-${of(ALNUM, 80)}`],
      'replicate-token': [`r8_${of(ALNUM, 37)}`],
      'langfuse-key': [`sk-lf-${of(HEX, 8)}-${of(HEX, 4)}-${of(HEX, 4)}-${of(HEX, 4)}-${of(HEX, 12)}`],
      'aws-access-key-id': [`AKIA${of(BASE32, 15)}Q`, `ASIA${of(BASE32, 15)}Q`],
      'aws-bedrock-key': [`ABSK${of(BASE64, 128)}==`],
      'gcp-api-key': [`AIza${of(WORD, 34)}x`],
      'gcp-client-secret': [`GOCSPX-${of(WORD, 27)}x`],
      'gcp-access-token': [`ya29.${edge(160)}`],
      'azure-client-secret': [`${of(ALNUM, 3)}8Q~${edge(34)}`],
      'azure-openai-key': [`${of(ALNUM, 52)}JQQJ99${of(ALNUM, 26)}`],
      'digitalocean-token': [`dop_v1_${of(HEX, 64)}`],
      'alibaba-access-key-id': [`LTAI${of(ALNUM, 20)}`],
      'databricks-token': [`dapi${of(HEX, 32)}`],
      'vault-token': [`hvs.${edge(95)}`],
      'heroku-key': [`HRKU-${edge(60)}`],
      'supabase-token': [`sbp_${of(HEX, 40)}`],
      'github-token': [`ghp_${of(ALNUM, 36)}`, `gho_${of(ALNUM, 36)}`, `ghs_${of(ALNUM, 36)}`],
      'github-fine-grained-token': [`github_pat_${of(ALNUM, 22)}_${of(ALNUM, 59)}`],
      'gitlab-token': [`glpat-${edge(20)}`],
      'slack-token': [
        `xoxb-${of('123456789', 12)}-${of('123456789', 12)}-${of(ALNUM, 24)}`,
        `xapp-1-A${of(ALNUM, 10)}-${of('123456789', 13)}-${of(HEX, 64)}`,
      ],
      'stripe-key': [`sk_live_${of(ALNUM, 24)}`, `rk_test_${of(ALNUM, 99)}`],
      'webhook-secret': [`whsec_${of(BASE64, 32)}`],
      'npm-token': [`npm_${of(ALNUM, 36)}`],
      'pypi-token': [`pypi-AgEIcHlwaS5vcmc${edge(150)}`],
      'docker-token': [`dckr_pat_${edge(27)}`],
      'sendgrid-key': [`SG.${edge(22)}.${edge(43)}`],
      'atlassian-token': [`ATATT3${edge(180)}=${of(HEX, 8)}`],
      'linear-key': [`lin_api_${of(ALNUM, 40)}`],
      'new-relic-key': [`NRAK-${of(`${UPPER}0123456789`, 27)}`],
      'grafana-token': [`glsa_${of(ALNUM, 32)}_${of(HEX, 8)}`],
      'shopify-token': [`shpat_${of(HEX, 32)}`],
      'age-secret-key': [`AGE-SECRET-KEY-1${of(`${UPPER}0123456789`, 58)}`],
      jwt: [jwt],
      'private-key': [pem],
    }).flatMap(([rule, texts]) => texts.map((text) => ({ rule, text, secret: text }))),
    inside('aws-secret-key', 'aws_secret_access_key = ', of(BASE64, 40)),
    inside('aws-secret-key', '"secretAccessKey":"', of(BASE64, 40), '"'),
    inside(
      'azure-account-key',
      'AccountName=store;AccountKey=',
      `${of(BASE64, 86)}==`,
      ';EndpointSuffix=core',
    ),
    inside(
      'azure-sas-signature',
      'https://store.blob.core.windows.net/c?sv=2025-01-05&sig=',
      `${of(ALNUM, 43)}%3D`,
    ),
    inside(
      'slack-webhook',
      'https://hooks.slack.com/services/',
      `T${of(UPPER, 9)}/B${of(UPPER, 9)}/${of(ALNUM, 24)}`,
    ),
    inside('connection-password', 'postgres://app:', edge(20), '@db.internal:5432/app'),
    inside('authorization-header', 'AUTHORIZATION: Token ', edge(40)),
    inside('bearer-token', 'sent Bearer ', edge(40)),
    inside('basic-credentials', 'sent Basic ', Buffer.from(`app:${edge(20)}`).toString('base64')),
    inside('cookie', 'Cookie: sid=', edge(24)),
    inside('assigned-secret', 'DB_PASSWORD=', `${edge(17)}7`),
  ];
}
