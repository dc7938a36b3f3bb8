import { CLOUD_KEY_PATTERNS } from './cloud-keys.patterns.js';
import { CREDENTIAL_PATTERNS } from './credentials.patterns.js';
import { MODEL_KEY_PATTERNS } from './model-keys.patterns.js';
import type { SecretPattern } from './secret-pattern.js';
import { SERVICE_TOKEN_PATTERNS } from './service-tokens.patterns.js';

/** What secrets look like, in the manner of gitleaks: keys of model providers, clouds and services, and credentials. */
export const SECRET_PATTERNS: readonly SecretPattern[] = [
  ...MODEL_KEY_PATTERNS,
  ...CLOUD_KEY_PATTERNS,
  ...SERVICE_TOKEN_PATTERNS,
  ...CREDENTIAL_PATTERNS,
];
