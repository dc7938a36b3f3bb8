// Schemas
export { ConfigSchema, type ConfigSchemaOptions } from './schema/config-schema.decorator.js';
export { Env, type EnvOptions } from './schema/env.decorator.js';
export { Sensitive } from './schema/sensitive.decorator.js';
export { ApiKey } from './keys/api-key.decorator.js';
export { ConnectionString } from './connection/connection-string.decorator.js';
export { Advice } from './advice/advice.decorator.js';
export { Probe } from './probes/probe.decorator.js';
export {
  standardSchema,
  type StandardConfigSchema,
  type StandardSchemaOptions,
  type StandardSchemaV1,
  type StandardVariable,
} from './schema/standard-schema.js';
export type { ConfigurationSchema } from './schema/schema-description.js';
export type { SchemaClass } from './schema/schema-metadata.js';
export type { VariableKind } from './coercion/coerce.policy.js';
export type { Advise } from './advice/advise.js';
export type { ApiKeyProvider } from './keys/api-key-provider.js';
export type { ConnectionStringForm } from './connection/connection-string.policy.js';

// Probes
export { providerKey, type ProviderKeyOptions } from './probes/keys/provider-key.probe.js';
export type { ProbedProvider } from './probes/keys/provider-endpoints.js';
export { redisPing, type RedisPingOptions } from './probes/redis/redis-ping.probe.js';
export type { RedisTopology, SentinelTopology } from './probes/redis/redis-topology.js';
export { postgresPing, type PostgresPingOptions } from './probes/postgres/postgres-ping.probe.js';
export { httpReachable, type HttpReachableOptions } from './probes/http/http-reachable.probe.js';
export { customProbe, type CustomProbeOptions, type CustomVerdict } from './probes/custom.probe.js';
export type { ProbeContext, ProbeOutcome } from './probes/probe.port.js';
export type { ProbeLimits } from './validation/inspect-configuration.js';

// Settings that must fit together
export { Setting } from './performance/setting.decorator.js';
export type { TaggedSetting } from './performance/tagged-setting.js';
export { ownPerformanceRule, type OwnPerformanceRuleOptions } from './performance/own-performance-rule.js';
export type { NameOf, PerformanceRule, RuleBreach, RuleValues } from './performance/performance-rule.js';
export { SETTINGS, type SettingFacts, type SettingName } from './performance/setting-name.js';

// Module
export { ConfigValidatorModule } from './config-validator.module.js';
export { ConfigValidatorService } from './config-validator.service.js';
export type { BootProbes, ConfigValidatorOptions, FailOn } from './config-validator.options.js';
export type { ConfigValidatorSchemas } from './config-validator.module-definition.js';
export { UncheckedSchemaError } from './features/unchecked-schema.error.js';

// For the command `hydrogenai` and the module alike
export { defineHydrogenai, type HydrogenaiConfiguration } from './define-hydrogenai.js';
export { examineConfiguration, type ExamineOptions } from './examine/examine-configuration.js';
export { exitCodeOf, EXIT_CODE } from './report/exit-code.policy.js';
export {
  renderReport,
  REPORT_FORMATS,
  type ReportFormat,
  type ReportSurroundings,
} from './report/render-report.js';
export type { DoctorReport } from './report/doctor-report.js';
export type { FindingPages } from './report/sarif-report.js';
export type { TextStyle } from './report/text-style.js';

// Live change
export {
  LiveConfiguration,
  type ConfigurationListener,
  type ReloadOutcome,
} from './live/live-configuration.js';
export type { Live } from './live/live-value.js';
export {
  configurationChanged,
  configurationRefused,
  type ConfigurationChanged,
  type ConfigurationRefused,
} from './live/live.facts.js';

// Results
export type { ConfigurationHealth, ValidationResult } from './findings/validation-result.js';
export type { Finding, FindingSource, FindingStatus } from './findings/finding.js';
export type { FindingException } from './findings/exceptions.policy.js';
export { FINDING_CATALOGUE, type FindingId, type FindingSeverity } from './findings/finding-catalogue.js';

// Describing
export { documentSchemas, type ConfigurationDocument } from './describe/document-schemas.js';
export { describeConfiguration, type ConfigurationDescription } from './describe/describe-configuration.js';
export { renderConfiguration } from './describe/render-configuration.js';
export { renderJsonSchema } from './describe/render-json-schema.js';
export { renderEnvExample } from './describe/render-env-example.js';
export { renderMarkdown } from './describe/render-markdown.js';

// Boot
export { ConfigurationError, EX_CONFIG, isConfigurationError } from './boot/configuration.error.js';
export { reportBootFailure, type BootFailureOptions } from './boot/report-boot-failure.js';

// Without Nest
export { validateEnvironment, type ValidateEnvironmentOptions } from './validation/validate-environment.js';
export type { EnvironmentLike } from './sources/env-layer.js';
