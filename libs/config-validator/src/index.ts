// Schemas
export { ConfigSchema, type ConfigSchemaOptions } from './schema/config-schema.decorator.js';
export { Env, type EnvOptions } from './schema/env.decorator.js';
export { Sensitive } from './schema/sensitive.decorator.js';
export type { SchemaClass } from './schema/schema-metadata.js';
export type { VariableKind } from './coercion/coerce.policy.js';

// Module
export { ConfigValidatorModule } from './config-validator.module.js';
export { ConfigValidatorService } from './config-validator.service.js';
export type { ConfigValidatorOptions, FailOn } from './config-validator.options.js';
export type { ConfigValidatorSchemas } from './config-validator.module-definition.js';

// Results
export type { ConfigurationHealth, ValidationResult } from './findings/validation-result.js';
export type { Finding, FindingSource, FindingStatus } from './findings/finding.js';
export type { FindingException } from './findings/exceptions.policy.js';
export { FINDING_CATALOGUE, type FindingId, type FindingSeverity } from './findings/finding-catalogue.js';

// Boot
export { ConfigurationError, EX_CONFIG, isConfigurationError } from './boot/configuration.error.js';
export { reportBootFailure, type BootFailureOptions } from './boot/report-boot-failure.js';

// Without Nest
export { validateEnvironment, type ValidateEnvironmentOptions } from './validation/validate-environment.js';
export type { EnvironmentLike } from './sources/env-layer.js';
