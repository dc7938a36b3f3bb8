import type { Finding } from '../../libs/config-validator/src/findings/finding.js';
import type { KnownSetting } from '../../libs/config-validator/src/performance/known-settings.js';
import type { Probe, ProbeContext } from '../../libs/config-validator/src/probes/probe.port.js';
import { runProbes } from '../../libs/config-validator/src/probes/run-probes.executor.js';

export interface ProbedOnce {
  readonly finding: Finding;
  /** `ID severity status` */
  readonly said: string;
  readonly known: readonly KnownSetting[];
}

/** Runs one probe as an application does. */
export async function probeOnce(
  probe: Probe,
  value: string,
  { budgetMs = 5_000, lookUp }: { budgetMs?: number; lookUp?: ProbeContext['lookUp'] } = {},
): Promise<ProbedOnce> {
  const { findings, known } = await runProbes([{ probe, variable: 'TARGET', value }], {
    budgetMs,
    ...(lookUp === undefined ? {} : { lookUp }),
  });
  const [finding] = findings;
  if (finding === undefined) throw new Error('No finding came back.');
  return { finding, said: `${finding.id} ${finding.severity} ${finding.status}`, known };
}
