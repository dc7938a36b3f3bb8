// Module
export { RateLimitModule } from './rate-limit.module.js';
export type { RateLimitModuleOptions } from './rate-limit.options.js';

// Limiting methods
export {
  RateLimited,
  type RateLimitedByAllDecorator,
  type RateLimitedDecorator,
} from './decorator/rate-limited.decorator.js';
export type { AnyRateLimitedOptions, RateLimitedOptions } from './decorator/rate-limited.options.js';

export {
  rateLimitGuard,
  type RateLimitGuardFactory,
  type RateLimitGuardLimits,
  type RateLimitGuardOptions,
} from './guard/rate-limit.guard.js';

// Who calls
export { by, type Caller, type CallerKey } from './caller/by.js';
export { CallerResolver } from './caller/caller.resolver.js';
export type { CallerOptions, ReadCaller } from './caller/caller.options.js';
export type { RateLimitErrorBody } from './transport/error-body.js';

// Limiting by hand
export {
  RateLimiter,
  type ConsumeOptions,
  type ReserveOptions,
  type KnownRest,
  type ReserveResult,
} from './rate-limiter.service.js';
export { createRateLimiter, type CreateRateLimiterOptions } from './create-rate-limiter.js';
export {
  defineRateLimit,
  type OnStoreFailure,
  type RateLimit,
  type RateLimitDefinition,
  type RateLimitMode,
} from './limit/rate-limit.definition.js';
export type { LimitCharge } from './limit/charge.js';
export type { DecidedBy, Exceeded, LimitDecision, RateLimitDecisions } from './limit/rate-limit.decision.js';
export { Reservation, type ActualCosts, type Settlement } from './reservation/reservation.js';

// Errors
export { RateLimitExceededError } from './errors/rate-limit-exceeded.error.js';
export { RateLimiterUnavailableError } from './errors/rate-limiter-unavailable.error.js';
export { RateLimitKeyError } from './errors/rate-limit-key.error.js';
export { RateLimitCostError } from './errors/rate-limit-cost.error.js';
export { RateLimitSettlementError } from './errors/rate-limit-settlement.error.js';

// Telemetry
export type { LimitStats } from './stats/limit-counts.js';
export { rateLimitDecision, type RateLimitDecisionFact } from './limit/decision.facts.js';
export { rateLimitStore, type RateLimitStoreFact } from './outage/outage.facts.js';

// The algorithm by itself
export {
  decideGcra,
  type GcraDecision,
  type GcraInput,
  type GcraOutcome,
  type GcraRate,
} from './gcra/gcra.policy.js';
export type { Span } from './gcra/span.js';
