import { expect, it } from 'vitest';
import { cacheState } from './cache-state.policy.js';

it.each([
  ['up', 'up', 'up', { l1: 'up', l2: 'up' }],
  ['up', 'off', 'up', { l1: 'up' }],
  ['up', 'down', 'degraded', { l1: 'up', l2: 'down' }],
  ['down', 'up', 'degraded', { l1: 'down', l2: 'up' }],
  ['down', 'down', 'down', { l1: 'down', l2: 'down' }],
  ['down', 'off', 'down', { l1: 'down' }],
] as const)('memory %s and Redis %s make the cache %s', (l1, l2, status, parts) => {
  expect(cacheState({ l1, l2 })).toEqual({ status, parts });
});
