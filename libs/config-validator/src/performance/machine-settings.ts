import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { knownFrom, type KnownSetting } from './known-settings.js';

/** What this process may use: the limit of its container, or the memory of the machine, and V8's own limit. */
export function machineSettings(): readonly KnownSetting[] {
  const total = totalmem();
  // 0 or more than there is where no container sets a limit (https://nodejs.org/api/process.html#processconstrainedmemory).
  const constrained = process.constrainedMemory();
  const memory = constrained > 0 && constrained < total ? constrained : total;
  const facts = {
    'process.memoryBytes': memory,
    'process.heapBytes': getHeapStatistics().heap_size_limit,
  };
  return knownFrom(facts, { from: 'machine' });
}
