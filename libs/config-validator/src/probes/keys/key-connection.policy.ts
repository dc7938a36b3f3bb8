import { networkFailure } from '../network-failure.policy.js';
import { brokenConnection, undetermined } from '../outcomes.js';
import type { ProbeOutcome } from '../probe.port.js';

/**
 * What the codes of a failed connection say. Where the host is the provider's own, it exists and listens, so that a name
 * that is not found and a refused connection speak of this machine's network, and not of the key.
 * @param baseUrlVariable the variable whose address was asked; undefined for the provider's own.
 */
export function keyConnectionFailure(
  codes: readonly string[],
  baseUrlVariable: string | undefined,
): ProbeOutcome {
  const outcome = networkFailure(codes) ?? brokenConnection();
  if (baseUrlVariable !== undefined) {
    return { ...outcome, problem: `${outcome.problem} The address is that of ${baseUrlVariable}.` };
  }
  if (!['CFG-REACH-001', 'CFG-REACH-002'].includes(outcome.id)) return outcome;
  return undetermined(
    'CFG-REACH-005',
    'The provider could not be reached from this machine, so the key was not checked.',
    'Check the network, the name server and the firewall of this machine.',
  );
}
