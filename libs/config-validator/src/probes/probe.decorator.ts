import { InvalidOptionError } from '@hydrogenai/common';
import { addFacet } from '../schema/schema-metadata.js';
import { textProperty } from '../schema/text-property.js';
import type { Probe as ProbePort } from './probe.port.js';

/** The port beside its decorator: one name for `@Probe(probe)` and `const probe: Probe`. */
export type Probe = ProbePort;

/**
 * Says how to ask the thing that the variable points to. Probes run when the validator is asked for services or
 * providers. It may stand at a property more than once.
 * @throws InvalidOptionError when the class is defined: no probe, a static or symbol property.
 */
export function Probe(probe: ProbePort): PropertyDecorator {
  return (target, key) => {
    const property = textProperty('@Probe', target, key);
    if (typeof probe?.run !== 'function' || typeof probe.name !== 'string') {
      throw new InvalidOptionError({
        field: `@Probe of ${target.constructor.name}.${property}`,
        accepted: 'a probe, for example redisPing()',
        received: probe,
      });
    }
    addFacet(target.constructor, property, { kind: 'probe', probe });
  };
}
