// Secrets
export { Secret, isSecret, type SecretOptions } from './secret/secret.js';

// Masking: nothing secret in a log, a cache, an audit record
export { Masker, type MaskerOptions } from './masking/masker.js';
export { MASKER } from './masking/masker.tokens.js';

// What secrets and personal data look like
export type { SecretPattern } from './patterns/secret-pattern.js';
export { SECRET_PATTERNS } from './patterns/secret-patterns.js';
export { PII_PATTERNS } from './patterns/pii.patterns.js';

// Output: what leaves a model, before it is cached or shown
export {
  OutputFilter,
  type FilteredOutput,
  type OutputCheck,
  type OutputFilterOptions,
} from './output/output-filter.js';
export type { OutputStream } from './output/output-stream.js';
export type { OutputFinding, OutputKind } from './output/finding-counts.js';
export { SCRIPT_PATTERNS } from './output/script.patterns.js';

// Input: what reaches a model
export {
  sanitizeInput,
  type InputChange,
  type SanitizedInput,
  type SanitizeInputOptions,
} from './sanitizing/sanitize-input.js';
export type { InjectionAdvice } from './sanitizing/injection-score.js';

// Keys of providers
export { validateApiKey, type ApiKeyFinding, type ApiKeyValidation } from './keys/validate-api-key.js';
export type { KeyProvider } from './keys/key-families.js';
