import type { DoctorReport } from './doctor-report.js';

/** Grows when a field changes its meaning or goes. New fields may come at any time. */
const SCHEMA_VERSION = 1;

/** The whole result, what passed too, as JSON. */
export function jsonReport({ result, ms, at, failOn, exitCode, version }: DoctorReport): string {
  const report = {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: 'hydrogenai doctor', version },
    at: new Date(at).toISOString(),
    ms,
    failOn,
    exitCode,
    ...result,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
