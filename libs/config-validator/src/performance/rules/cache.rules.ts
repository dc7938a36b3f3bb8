import { performanceRule } from '../performance-rule.js';

/** More than this share of the memory leaves too little for requests, and for the garbage collector to work in. */
const LARGEST_SHARE = 0.5;

const keptTooLong = performanceRule({
  id: 'CFG-PERF-004',
  needs: ['cache.ttlMs', 'cache.maxTtlMs'],
  check: (values, name) =>
    values['cache.ttlMs'] <= values['cache.maxTtlMs']
      ? undefined
      : {
          problem: `${name('cache.ttlMs')} keeps answers longer than ${name('cache.maxTtlMs')} allows.`,
          action: `Make ${name('cache.ttlMs')} shorter.`,
        },
});

const staleTooLong = performanceRule({
  id: 'CFG-PERF-010',
  needs: ['cache.staleForMs', 'cache.ttlMs', 'cache.maxTtlMs'],
  check: (values, name) =>
    values['cache.ttlMs'] + values['cache.staleForMs'] <= values['cache.maxTtlMs']
      ? undefined
      : {
          problem: `${name('cache.staleForMs')} after ${name('cache.ttlMs')} serves answers that are older than ${name('cache.maxTtlMs')} allows.`,
          action: `Make ${name('cache.staleForMs')} shorter.`,
        },
});

const tooMuchMemory = performanceRule({
  id: 'CFG-PERF-006',
  needs: ['cache.l1Bytes', 'process.memoryBytes'],
  uses: ['process.heapBytes'],
  check: (values, name) =>
    values['cache.l1Bytes'] <=
    LARGEST_SHARE * Math.min(values['process.memoryBytes'], values['process.heapBytes'] ?? Infinity)
      ? undefined
      : {
          problem: `${name('cache.l1Bytes')} may fill more than half of the memory that this process has.`,
          action: `Make ${name('cache.l1Bytes')} smaller, or give the process more memory (the container's limit, --max-old-space-size).`,
        },
});

/** A lookup is worth its time as long as it is shorter than the answer that it saves. */
const slowerThanModel = performanceRule({
  id: 'CFG-PERF-015',
  needs: ['redis.commandTimeoutMs', 'ai.attemptTimeoutMs'],
  check: (values, name) =>
    values['redis.commandTimeoutMs'] < values['ai.attemptTimeoutMs']
      ? undefined
      : {
          problem: `${name('redis.commandTimeoutMs')} is not shorter than ${name('ai.attemptTimeoutMs')}, so waiting for a hung Redis costs more than asking the model.`,
          action: `Make ${name('redis.commandTimeoutMs')} shorter; 200 ms is usual.`,
        },
});

export const CACHE_RULES = [keptTooLong, staleTooLong, tooMuchMemory, slowerThanModel] as const;
