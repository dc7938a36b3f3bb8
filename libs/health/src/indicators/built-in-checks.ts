import type { Criticality } from '../report/health-state.js';

export type BuiltInCheck = 'ai-providers' | 'cache' | 'config';

interface BuiltInDefaults {
  /** Name of its field in the options. */
  readonly option: 'aiProviders' | 'cache' | 'config';
  readonly criticality: Criticality;
}

/**
 * The checks that come with the module. Providers and cache are shared by all instances: if they were required, one outage
 * would take the whole fleet out, cached answers included.
 */
export const BUILT_IN_CHECKS: Readonly<Record<BuiltInCheck, BuiltInDefaults>> = {
  'ai-providers': { option: 'aiProviders', criticality: 'degradable' },
  cache: { option: 'cache', criticality: 'degradable' },
  config: { option: 'config', criticality: 'required' },
};
