import * as cache from '@hydrogenai/ai-cache';
import * as sqlite from '@hydrogenai/ai-cache/sqlite';
import * as provider from '@hydrogenai/ai-provider';
import * as common from '@hydrogenai/common';
import * as redis from '@hydrogenai/common/redis';
import type { RoutingTrail } from '@hydrogenai/common/models';
import * as config from '@hydrogenai/config-validator';
import * as health from '@hydrogenai/health';
import * as limits from '@hydrogenai/rate-limit';
import * as security from '@hydrogenai/security';
import { randomBytes } from 'node:crypto';
import { failingSchema } from '../../config/fixtures/failing.schema.js';

export const PACKAGES: Readonly<Record<string, object>> = {
  common,
  'common/redis': redis,
  security,
  'rate-limit': limits,
  'config-validator': config,
  'ai-provider': provider,
  'ai-cache': cache,
  'ai-cache/sqlite': sqlite,
  health,
};

type Planter = (secret: string) => unknown;

const trail: RoutingTrail = {
  model: 'm',
  reason: 'order',
  attempts: [{ provider: 'p', model: 'x', outcome: 'failed', kind: 'auth', httpStatus: 401, ms: 1 }],
};
const secretKey = randomBytes(32);
const keyringOf = (mostUses?: number): security.Keyring =>
  new security.Keyring({ keys: [{ id: 'k', secret: secretKey }], mostUses });
const context = 'SOME_VALUE';
const callOf = (secret: string): common.MethodCall => ({
  instance: { secret },
  className: 'Some',
  methodName: 'method',
  args: [secret, { secret }],
});

/** What `work` throws. */
function thrownBy(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

class OwnError extends common.HydrogenError {
  constructor(cause: unknown) {
    super('Something failed.', { code: 'OWN', cause });
  }
}

/** Every error that the packages export, with a secret wherever a caller can put one. `package:class`. */
export const PLANTED: Readonly<Record<string, Planter>> = {
  'common:HydrogenError': (secret) => new OwnError(new Error(secret, { cause: secret })),
  'common:InvalidOptionError': (secret) =>
    new common.InvalidOptionError({ field: 'key', accepted: 'a key', received: secret, secret: true }),
  'common:MissingPeerError': (secret) => new common.MissingPeerError('It', 'a-package', new Error(secret)),
  'common:NotCanonicalError': (secret) =>
    thrownBy(() => common.generateCacheKey({ text: secret, list: [secret, { run: () => secret }] })),
  'common:AspectRuntimeMissingError': (secret) =>
    new common.AspectRuntimeMissingError('Decorator', 'SomeModule', callOf(secret)),
  'common/redis:UnexpectedRedisReplyError': () => new redis.UnexpectedRedisReplyError('TIME'),
  'security:DecryptionFailedError': (secret) =>
    thrownBy(() => security.decryptConfigValue(`enc:v1:k:${secret}`, { keyring: keyringOf(), context })),
  'security:KeyExhaustedError': (secret) => {
    const keyring = keyringOf(1);
    security.encryptConfigValue(secret, { keyring, context });
    return thrownBy(() => security.encryptConfigValue(secret, { keyring, context }));
  },
  'security:AccessDeniedError': () => new security.AccessDeniedError('cache:invalidate'),
  'security:NotAuthenticatedError': () => new security.NotAuthenticatedError(true),
  'security:AuditUnavailableError': () => new security.AuditUnavailableError('cache:invalidate'),
  'security:SinkChangedError': () => new security.SinkChangedError(),
  'security:InvalidRequestError': () => new security.InvalidRequestError([{ field: 'a', rule: 'must be b' }]),
  'security:RequestRefusedError': () => new security.RequestRefusedError(400),
  'rate-limit:RateLimitExceededError': () =>
    new limits.RateLimitExceededError({
      limit: limits.defineRateLimit({ name: 'calls', limit: 1, per: '1m' }),
      remaining: 0,
      retryAfterMs: 5,
      resetMs: 5,
      decidedBy: 'store',
      exceeded: true,
    } as ConstructorParameters<typeof limits.RateLimitExceededError>[0]),
  'rate-limit:RateLimiterUnavailableError': () => new limits.RateLimiterUnavailableError('calls'),
  'rate-limit:RateLimitKeyError': (secret) => new limits.RateLimitKeyError('calls', { secret }),
  'rate-limit:RateLimitCostError': () => new limits.RateLimitCostError('calls', 2, 1),
  'rate-limit:RateLimitSettlementError': () => new limits.RateLimitSettlementError('calls', ['others']),
  'config-validator:ConfigurationError': (secret) => {
    const { schema, env } = failingSchema(secret);
    return new config.ConfigurationError(config.validateEnvironment([schema], env));
  },
  // Names of classes are code.
  'config-validator:UncheckedSchemaError': () => new config.UncheckedSchemaError('Environment'),
  'ai-provider:InvalidObjectError': () => new provider.InvalidObjectError([{ path: 'a', code: 'b' }], trail),
  'ai-provider:BatchFailedError': () =>
    new provider.BatchFailedError('submit', 'p', { kind: 'auth', httpStatus: 401 }),
  'ai-provider:BatchNotReadyError': () => new provider.BatchNotReadyError('batch-1'),
  'ai-provider:UnknownBatchError': () => new provider.UnknownBatchError(),
  'ai-provider:AllProvidersFailedError': () =>
    new provider.AllProvidersFailedError('deadline', trail, undefined),
  'ai-provider:RequestRejectedError': () => new provider.RequestRejectedError('bad_request', trail),
  'ai-provider:StreamInterruptedError': (secret) =>
    new provider.StreamInterruptedError('network', trail, `an answer with ${secret}`),
  // A short word cannot be told from the name of a model, and names are repeated; nothing as long as a key is.
  'ai-provider:UnknownNameError': (secret) =>
    new provider.UnknownNameError('model', secret.padEnd(41, secret), ['groq', 'openai']),
  'ai-provider:NoFitCandidateError': () =>
    new provider.NoFitCandidateError('m', [{ candidate: 'p/x', reasons: ['no tools'] }]),
  'ai-provider:BudgetExceededError': () =>
    new provider.BudgetExceededError({
      budget: 'day',
      per: 'total',
      why: 'spent',
      candidate: 'p/x',
      retryInMs: 1,
    }),
  'ai-cache:FactoryTimeoutError': () => new cache.FactoryTimeoutError('answers', 10),
  'ai-cache:WaitTimeoutError': () => new cache.WaitTimeoutError(10),
  'ai-cache:StreamInterruptedError': () => new cache.StreamInterruptedError('failed'),
  'ai-cache:ValueNotCacheableError': () => new cache.ValueNotCacheableError('$.a', 'a function'),
  'ai-cache:StreamNotCacheableError': () => new cache.StreamNotCacheableError(),
  'ai-cache:L3UnreachableError': () => new cache.L3UnreachableError('connection'),
  'ai-cache:NamespaceTakenError': (secret) => new cache.NamespaceTakenError(callOf(secret)),
  'ai-cache/sqlite:SqliteStoreError': () => new sqlite.SqliteStoreError('ERR_SQLITE_ERROR', 14),
};

/** The errors that the packages export, as keys of `PLANTED`. */
export function exportedErrors(): string[] {
  return Object.entries(PACKAGES).flatMap(([name, module]) =>
    Object.entries(module)
      .filter(([, value]) => typeof value === 'function' && value.prototype instanceof Error)
      .map(([type]) => `${name}:${type}`),
  );
}
