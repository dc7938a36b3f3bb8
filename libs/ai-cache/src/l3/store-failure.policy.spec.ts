import { expect, it } from 'vitest';
import { DeadlineError } from '../guard/deadline.js';
import { StoreRefusedError } from './slow-store.js';
import { storeFailureOf } from './store-failure.policy.js';

it.each([
  ['deadline', new DeadlineError('late')],
  ['reply', new StoreRefusedError('full')],
  ['reply', { code: '42P01' }],
  ['reply', { code: '22001' }],
  ['connection', { code: '57P03' }],
  ['connection', { code: '53300' }],
  ['connection', { code: '08006' }],
  ['connection', { code: 'ECONNREFUSED' }],
  ['connection', { code: 'EPIPE' }],
  ['connection', new Error('of any make')],
  ['connection', undefined],
])('%s is what %o means', (failure, error) => {
  expect(storeFailureOf(error)).toBe(failure);
});
