import { matching } from '@hydrogenai/common';
import { failed, passed, tolerated } from './outcomes.js';
import type { Probe, ProbeContext, ProbeOutcome } from './probe.port.js';

/** What a probe of your own says: true for a pass, or what is the matter and what to do, in sentences without values. */
export type CustomVerdict = boolean | { readonly problem: string; readonly action: string } | ProbeOutcome;

export interface CustomProbeOptions {
  /** Default: `service`. */
  readonly kind?: Probe['kind'];
  /** False: the application can do without, so that nothing about it is critical. Default: true. */
  readonly required?: boolean;
}

/**
 * A probe of your own: `customProbe('licence', async ({ value, signal }) => await isLicensed(value, { signal }))`. A throw
 * determines nothing, and its message is shown to nobody.
 * @throws InvalidOptionError for a name of other than letters, digits, `-` and `_`.
 */
export function customProbe(
  name: string,
  ask: (context: ProbeContext) => CustomVerdict | Promise<CustomVerdict>,
  { kind = 'service', required = true }: CustomProbeOptions = {},
): Probe {
  return {
    name: matching(name, /^[\w-]{1,64}$/, 'customProbe', 'a name of 1 to 64 letters, digits, - or _'),
    kind,
    run: async (context) => {
      const outcome = outcomeOf(name, await ask(context));
      return required ? outcome : tolerated(outcome);
    },
  };
}

function outcomeOf(name: string, verdict: CustomVerdict): ProbeOutcome {
  if (verdict === true) return passed('CFG-REACH-000', `The probe "${name}" is content.`);
  if (verdict === false)
    return failed('CFG-REACH-018', `The probe "${name}" says no.`, 'Look at what it asks for.');
  return 'id' in verdict ? verdict : failed('CFG-REACH-018', verdict.problem, verdict.action);
}
