import { isBasicCredential, looksLikeValue, looksRandom } from './randomness.policy.js';
import type { SecretPattern } from './secret-pattern.js';

const NAMES = [
  'password',
  'passwd',
  'passphrase',
  'secret',
  'token',
  'api_key',
  'api-key',
  'apikey',
  'access_key',
  'access-key',
  'accesskey',
  'private_key',
  'privatekey',
  'credential',
];

/** Secrets that are known by what stands around them. */
export const CREDENTIAL_PATTERNS: readonly SecretPattern[] = [
  {
    id: 'jwt',
    prefilter: 'eyJ',
    starts: 'word',
    // Also of five parts, encrypted, of which the second may be empty.
    expression:
      /eyJ[\w-]{10,2048}\.(?:[\w-]{10,8192}\.[\w-]{10,1024}|[\w-]{0,1024}\.[\w-]{10,64}\.[\w-]{10,8192}\.[\w-]{10,64})/,
    characters: String.raw`\w.-`,
    maxLength: 13_000,
    rest: String.raw`\w-`,
    check: looksRandom,
  },
  {
    id: 'private-key',
    prefilter: '-----BEGIN ',
    starts: 'word',
    expression:
      /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-(?!----)){16,16384}(?:-----END [A-Z0-9 ]{0,40}KEY(?: BLOCK)?-----)?/,
    maxLength: 16_600,
    rest: String.raw`A-Za-z0-9+/=\\`,
    closing: 'KEY-----',
  },
  {
    id: 'connection-password',
    prefilter: '://',
    starts: 'anywhere',
    expression: /:\/\/(?<=[a-z0-9+.-]:\/\/)[^\s/?#:@"'<>]{0,128}:(?<mark>[^\s/?#@"'<>]{1,256})@/i,
    characters: String.raw`^\s"'<>`,
    maxLength: 450,
    check: (text) => !text.startsWith('[redacted'),
    confidence: 'medium',
  },
  {
    id: 'authorization-header',
    prefilter: ['authorization', 'proxy-authorization', 'x-api-key'],
    starts: 'word',
    expression:
      /(?:(?:proxy-)?authorization|x-api-key)["'\\]{0,2}\s{0,4}[:=,]\s{0,4}["'\\]{0,2}(?:(?:bearer|basic|token|apikey|digest)\s{1,4})?(?<mark>[\w.~+/=-]{8,512})/i,
    maxLength: 600,
    rest: String.raw`\w.~+/=-`,
    check: (text) => !/^(?:bearer|basic|digest)$/i.test(text),
    confidence: 'medium',
  },
  {
    id: 'bearer-token',
    prefilter: 'bearer',
    starts: 'word',
    expression: /bearer(?:\s|%20|\+){1,4}(?<mark>[\w.~+/-]{12,512}={0,2})/i,
    maxLength: 600,
    rest: String.raw`\w.~+/=-`,
    check: looksRandom,
    confidence: 'medium',
  },
  {
    id: 'basic-credentials',
    prefilter: 'basic',
    starts: 'word',
    expression: /basic(?:\s|%20){1,4}(?<mark>[A-Za-z0-9+/]{8,800}={0,2})/i,
    maxLength: 900,
    check: isBasicCredential,
    confidence: 'medium',
  },
  {
    id: 'cookie',
    prefilter: ['cookie:', 'set-cookie:'],
    starts: 'word',
    expression: /(?:set-)?cookie:\s{0,4}(?<mark>[^\s"';=[\]]{1,64}=[^\r\n"'[\]]{4,2048})/i,
    maxLength: 2_200,
    confidence: 'medium',
  },
  {
    id: 'assigned-secret',
    prefilter: NAMES,
    starts: 'anywhere',
    expression: new RegExp(
      String.raw`(?:${NAMES.join('|')})["'\\]{0,2}\s{0,3}[:=]{1,2}\s{0,3}["'\\]{0,2}(?<mark>[^\s"'\\&,;<>()[\]{}|]{8,64})`,
      'i',
    ),
    maxLength: 100,
    rest: String.raw`^\s"'\\&,;<>()[\]{}|`,
    check: looksLikeValue,
    confidence: 'medium',
  },
];
