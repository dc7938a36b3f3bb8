// Errors
export { HydrogenError, isHydrogenError, type HydrogenErrorOptions } from './errors/hydrogen.error.js';
export { InvalidOptionError, type InvalidOption } from './errors/invalid-option.error.js';
export type { PublicErrorDetails, PublicErrorValue } from './errors/public-details.js';
export { toPublicError, type PublicError } from './errors/public-error.js';
export { causesOf } from './errors/causes.js';
export { MissingPeerError, isAbsent } from './errors/missing-peer.error.js';
export { isTransient } from './errors/transient.js';

// Options
export { matching, oneOf, wholeNumber } from './options/option-checks.js';

// Time
export { CLOCK, systemClock, type CancelTimer, type Clock } from './time/clock.js';
export { formatDuration, parseDuration, type Duration, type DurationRange } from './time/duration.js';
export { sleep } from './time/sleep.js';

// Ids
export { CORRELATION_ID_RULE, generateCorrelationId, isCorrelationId } from './ids/correlation-id.js';
export { generateSessionId } from './ids/session-id.js';

// Keys
export { canonicalEncoding } from './hashing/canonical-encoding.js';
export { generateCacheKey } from './hashing/cache-key.js';
export { NotCanonicalError } from './hashing/not-canonical.error.js';

// Text
export { normalizeQuery, type NormalizeQueryOptions } from './text/normalize-query.js';
export { withoutInvisible } from './text/invisible.policy.js';
export { editDistance } from './text/edit-distance.js';
export { nearestName } from './text/nearest-name.js';
export { extractEntities, type ExtractEntitiesOptions } from './text/entities/extract-entities.js';
export {
  createEntityExtractor,
  type EntityExtractor,
  type EntityExtractorOptions,
  type ExtractedNamedEntities,
} from './text/entities/entity-extractor.js';
export type {
  CoreEntityKind,
  Entity,
  EntityKind,
  ExtractedEntities,
  NamedEntityKind,
} from './text/entities/entity.js';

// Request context
export { currentContext, runInContext, type RequestContext } from './context/request-context.js';
export type { Principal } from './context/principal.js';

// What carries a call, on every transport of Nest
export { carrierOf, readPath, type Carrier } from './context/call-carrier.js';

// Method decorators
export { Retryable } from './aspects/retry/retryable.decorator.js';
export type { RetryableOptions } from './aspects/retry/retry.options.js';
export { RetryBudget, type RetryBudgetOptions } from './aspects/retry/retry-budget.js';
export {
  methodRetried,
  retryBudgetExhausted,
  type MethodRetried,
  type RetryBudgetExhausted,
} from './aspects/retry/retry.facts.js';
export { Timed, methodTimed, type MethodTimed, type TimedOptions } from './aspects/timed.decorator.js';

// For packages that bring method decorators of their own
export { AspectOrder, type MethodAspect, type MethodCall } from './aspects/aspect.js';
export { AspectRuntimeMissingError } from './aspects/aspect-runtime-missing.error.js';
export { isAsyncGeneratorMethod } from './aspects/async-generator-method.js';
export { admittedStream } from './aspects/admitted-stream.js';
export { isAsyncGenerator, isThenable } from './aspects/async-results.js';
export { markRetriedInside } from './aspects/retry/retried-errors.js';
export { aspectDecorator } from './aspects/weave.js';

// Telemetry
export { factChannel, type FactChannel } from './telemetry/fact-channel.js';
