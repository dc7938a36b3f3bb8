// Questions and answers
export { LONGEST_QUERY, QueryRequest } from './query-request.model.js';
export { QueryPreferences } from './query-preferences.model.js';
export { CacheHit, QueryResponse } from './query-response.model.js';

// Free-form data from outside
export { isDeeperThan, MaxDepth } from './nesting.js';
export { Untouched } from './untouched.js';

// Providers
export { ProviderConfig } from './provider-config.model.js';
export { ProviderResponse, RequestedToolCall, TokenUsage } from './provider-response.model.js';
export { RoutingAttempt, RoutingTrail } from './routing.model.js';

// Caching
export { CacheEntry } from './cache-entry.model.js';

// Services
export { LOG_LEVELS, ServiceConfig } from './service-config.model.js';
