// The order of the first tier by itself, for a store of your own and for measuring it
export { MemoryOrder, type Ordered } from './memory-order.js';
export { weightOf, type Savings } from './entry-weight.policy.js';
export { hashOf } from './frequency-sketch.js';
