/** The options of access with their defaults filled in; undefined where access is not configured. */
export const RESOLVED_ACCESS = Symbol('@hydrogenai/RESOLVED_ACCESS');
