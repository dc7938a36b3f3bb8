import { parseDuration, type Duration } from '@hydrogenai/common';
import { failed, passed } from './outcomes.js';
import type { ProbeOutcome } from './probe.port.js';
import type { SettingFacts } from '../performance/setting-name.js';

/** Slower than this and every request of a user notices. */
const DEFAULT_SLOW: Duration = '200ms';

/** The option `slowAfter` in ms. @throws InvalidOptionError naming the field. */
export function slowAfterMs(slowAfter: Duration | undefined, field: string): number {
  return parseDuration(slowAfter ?? DEFAULT_SLOW, `${field}.slowAfter`, { minMs: 1, maxMs: 3_600_000 });
}

/** The server lets us in; a warning when one short question took it longer than `slowMs`. */
export function answered(ms: number, slowMs: number, facts: SettingFacts = {}): ProbeOutcome {
  if (ms <= slowMs) return passed('CFG-REACH-000', 'The server answers and lets us in.', facts);
  const slow = failed(
    'CFG-REACH-012',
    `The server lets us in, and takes longer than ${slowMs} ms for one short question.`,
    'Look at the load of the server and at the way to it; put it nearer if it is far away.',
  );
  return { ...slow, facts };
}
