// Middleware for `wrapLanguageModel` of the AI SDK
export { cacheMiddleware } from './cache.middleware.js';
export type { CacheMiddlewareOptions, ModelAnswer } from './middleware.options.js';

// Telemetry
export { cacheModelCallUnfit, type CacheModelCallUnfit } from './middleware.facts.js';
