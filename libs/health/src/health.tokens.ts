/** Token of the options with their defaults filled in. */
export const RESOLVED_HEALTH_OPTIONS = Symbol('@hydrogenai/RESOLVED_HEALTH_OPTIONS');

/** Token of the checks of this application: the built-in ones whose services are there, and those of the options. */
export const HEALTH_INDICATORS = Symbol('@hydrogenai/HEALTH_INDICATORS');
