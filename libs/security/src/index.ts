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

// Encryption
export { Keyring } from './encryption/keyring.js';
export type { KeyringKey, KeyringOptions } from './encryption/keyring.options.js';
export type { Opened, Sealer, SealPlace } from './encryption/sealer.js';
export { SEAL_BYTES } from './encryption/seal-bytes.js';
export {
  decryptConfigValue,
  encryptConfigValue,
  isEncryptedConfigValue,
  type ConfigValueOptions,
} from './encryption/config-value.js';
export { DecryptionFailedError, type DecryptionFailure } from './encryption/decryption-failed.error.js';
export { KeyExhaustedError } from './encryption/key-exhausted.error.js';
export { keyWorn, type KeyWorn } from './encryption/key-worn.facts.js';

// Hashing
export { hashSensitiveData, type HashOptions, type SensitiveHash } from './hashing/hash-sensitive-data.js';

// Access
export { AccessGuard } from './access/access.guard.js';
export { AccessControl } from './access/access.control.js';
export type { AccessOptions } from './access/access.options.js';
export type { AccessPolicy } from './access/access.policy.js';
export { RoleTable, type Roles, type RoleTableOptions } from './access/role-table.js';
export { RequiresPermission } from './access/requires-permission.decorator.js';
export { runAs } from './access/run-as.js';
export type { CallCredentials, Identified, IdentityPort } from './access/identity.port.js';
export type { Principal } from '@hydrogenai/common';
export { ApiKeyIdentity, type ApiKeyEntry } from './access/api-key/api-key.identity.js';
export {
  generateApiKey,
  hashApiKey,
  type GeneratedApiKey,
  type ShownOnce,
} from './access/api-key/generate-api-key.js';
export { AccessDeniedError } from './access/access-denied.error.js';
export { NotAuthenticatedError } from './access/not-authenticated.error.js';

// Audit
export { AuditTrail } from './audit/audit-trail.js';
export type { AuditOptions, FailurePolicy } from './audit/audit.options.js';
export type { AuditEntry } from './audit/audit-entry.policy.js';
export type { AuditDecision, AuditRecord, ChainPoint } from './audit/audit-record.js';
export type { AuditProblem, AuditVerdict, FirstBadRecord } from './audit/verify-chain.js';
export type { AuditSink, SinkEnd, SinkLine } from './audit/audit-sink.js';
export { MemorySink } from './audit/memory.sink.js';
export { FileSink, type FileSinkOptions } from './audit/file.sink.js';
export type { AnchorStore, AuditAnchor } from './audit/audit-anchor.js';
export { FileAnchorStore } from './audit/file-anchor.store.js';
export { auditTrouble, type AuditTrouble } from './audit/audit.facts.js';
export { AuditUnavailableError } from './audit/audit-unavailable.error.js';
export { SinkChangedError } from './audit/sink-changed.error.js';

// Errors
export { SafeExceptionFilter } from './errors/safe-exception.filter.js';
export type { ErrorFilterOptions } from './errors/error-filter.options.js';
export type { LogMasker } from './errors/log-masker.js';
export { logFailure } from './errors/failure.log.js';
export { InvalidRequestError, type FieldProblem } from './errors/invalid-request.error.js';
export { RequestRefusedError } from './errors/request-refused.error.js';

// Module
export { SecurityModule } from './security.module.js';
export type { SecurityModuleOptions } from './security.options.js';
