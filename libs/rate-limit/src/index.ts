// Module
export { RateLimitModule } from './rate-limit.module.js';
export type { RateLimitModuleOptions, RateLimitRedisOptions } from './rate-limit.options.js';

// Limiting methods
export { RateLimited, type RateLimitedDecorator } from './decorator/rate-limited.decorator.js';
export type { RateLimitedOptions } from './decorator/rate-limited.options.js';

// Limiting by hand
export { RateLimiter, type ConsumeOptions } from './rate-limiter.service.js';
export {
  defineRateLimit,
  type OnStoreFailure,
  type RateLimit,
  type RateLimitDefinition,
} from './limit/rate-limit.definition.js';
export type { DecidedBy, RateLimitDecision } from './limit/rate-limit.decision.js';

// Errors
export { RateLimitExceededError } from './errors/rate-limit-exceeded.error.js';
export { RateLimiterUnavailableError } from './errors/rate-limiter-unavailable.error.js';
export { RateLimitKeyError } from './errors/rate-limit-key.error.js';
export { RateLimitCostError } from './errors/rate-limit-cost.error.js';

// Telemetry
export { rateLimitStore, type RateLimitStoreFact } from './outage/rate-limit.facts.js';

// The algorithm by itself
export {
  decideGcra,
  type GcraDecision,
  type GcraInput,
  type GcraOutcome,
  type GcraRate,
} from './gcra/gcra.policy.js';
export type { Span } from './gcra/span.js';
