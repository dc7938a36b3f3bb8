import { FINDING_CATALOGUE, type FindingId, type FindingSeverity } from '../findings/finding-catalogue.js';
import type { FindingStatus } from '../findings/finding.js';
import type { SettingFacts } from '../performance/setting-name.js';
import type { ProbeOutcome } from './probe.port.js';

/** The target is there and lets us in. */
export function passed(id: FindingId, problem: string, facts: SettingFacts = {}): ProbeOutcome {
  return { id, status: 'pass', problem, action: 'Nothing to do.', facts };
}

/** Something is the matter. */
export function failed(id: FindingId, problem: string, action: string): ProbeOutcome {
  return outcome(id, 'fail', problem, action);
}

/** Nothing is known; this is not a pass. */
export function undetermined(id: FindingId, problem: string, action: string): ProbeOutcome {
  return outcome(id, 'unknown', problem, action);
}

/** The time is up. */
export function noAnswer(): ProbeOutcome {
  return undetermined(
    'CFG-REACH-004',
    'There was no answer in time, so nothing is known.',
    'Check that the server runs and that the network lets this machine through.',
  );
}

/** The connection was made and broke, for a reason that nobody told. */
export function brokenConnection(): ProbeOutcome {
  return undetermined(
    'CFG-REACH-005',
    'The connection failed and does not say why, so nothing is known.',
    'Check that the address belongs to a server of this kind, and whether it demands TLS.',
  );
}

/** The probe itself threw or answered nonsense. */
export function notCarriedOut(): ProbeOutcome {
  return undetermined(
    'CFG-REACH-017',
    'The probe could not be carried out, so nothing is known.',
    'Correct the probe that the schema declares for it.',
  );
}

/** The probe needs a package that is not installed. */
export function missingPackage(name: string): ProbeOutcome {
  return undetermined(
    'CFG-REACH-017',
    `The probe needs the optional package "${name}", which is not installed, so nothing is known.`,
    `Run: npm install ${name}`,
  );
}

/** The same for something that the application can do without: nothing about it is critical. */
export function tolerated(one: ProbeOutcome): ProbeOutcome {
  const severity: FindingSeverity = one.severity ?? FINDING_CATALOGUE[one.id].severity;
  return severity === 'critical' ? { ...one, severity: 'warning' } : one;
}

function outcome(id: FindingId, status: FindingStatus, problem: string, action: string): ProbeOutcome {
  return { id, status, problem, action };
}
