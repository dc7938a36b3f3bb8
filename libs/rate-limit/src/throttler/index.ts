export { HydrogenThrottlerStorage } from './hydrogen-throttler.storage.js';
export type { ThrottlerStorageOptions } from './throttler-limits.js';
