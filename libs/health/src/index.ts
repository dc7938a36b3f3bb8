// Module
export { HealthModule } from './health.module.js';
export type { HealthModuleExtras } from './health.module-definition.js';
export type { CheckOptions, HealthOptions, IndicatorOptions } from './health.options.js';

// Service
export { SharedServiceHealth, type ServiceHealth } from './shared-service-health.js';

// Checks
export type { CheckFunction, IndicatorResult } from './checks/indicator.js';
export { AiProviderIndicator } from './indicators/ai-provider.indicator.js';
export { CacheIndicator } from './indicators/cache.indicator.js';
export { ConfigIndicator } from './indicators/config.indicator.js';

// Answers
export { HEALTH_PATHS } from './health.controller.js';
export type { CheckDetails, HealthBody } from './report/health-answer.policy.js';
export type { Criticality, HealthState, PartState, PartStates } from './report/health-state.js';

// Telemetry
export { healthChange, type HealthChange } from './checks/health-change.js';
export type { RunEnd } from './checks/observation.js';
