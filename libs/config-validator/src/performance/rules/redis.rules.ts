import { performanceRule } from '../performance-rule.js';

/** https://redis.io/docs/latest/operate/rs/installing-upgrading/product-lifecycle/ */
const OLDEST_MAINTAINED = 7;

const unlimitedMemory = performanceRule({
  id: 'CFG-PERF-007',
  needs: ['redis.maxMemoryBytes', 'cache.ttlMs'],
  check: (values, name) =>
    values['redis.maxMemoryBytes'] > 0
      ? undefined
      : {
          problem: `The cache may grow until ${name('redis.maxMemoryBytes')} has no memory left, because its maxmemory is not set.`,
          action: 'Set maxmemory and maxmemory-policy of the server.',
        },
});

const evictsNothing = performanceRule({
  id: 'CFG-PERF-008',
  needs: ['redis.evictionPolicy', 'redis.maxMemoryBytes', 'cache.ttlMs'],
  check: (values, name) =>
    values['redis.maxMemoryBytes'] === 0 || values['redis.evictionPolicy'] !== 'noeviction'
      ? undefined
      : {
          problem: `When its memory is full, ${name('redis.evictionPolicy')} refuses to keep anything, because its maxmemory-policy is noeviction.`,
          action: 'Set maxmemory-policy of the server to volatile-lfu, which evicts what has an end anyway.',
        },
});

const tooOld = performanceRule({
  id: 'CFG-PERF-016',
  needs: ['redis.version'],
  check: (values, name) =>
    values['redis.version'] >= OLDEST_MAINTAINED
      ? undefined
      : {
          problem: `The Redis version of ${name('redis.version')} gets no repairs any more.`,
          action: `Plan the way to Redis ${OLDEST_MAINTAINED} or later.`,
        },
});

export const REDIS_RULES = [unlimitedMemory, evictsNothing, tooOld] as const;
