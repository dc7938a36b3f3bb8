import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Finding } from '../findings/finding.js';
import type { DoctorReport } from './doctor-report.js';

export interface ReportedPlace {
  /** With `/`, relative to the root of the report; absolute when it lies outside. */
  readonly path: string;
  /** Counts from 1; undefined for the whole file. */
  readonly line: number | undefined;
}

/** The line that a finding is about; of what the environment says, the module that declares the variable. */
export function placeOf(
  { source }: Finding,
  report: Pick<DoctorReport, 'declaredIn' | 'folder' | 'root'>,
): ReportedPlace {
  if (source?.kind === 'file') return { path: pathFrom(source.file, report), line: source.line };
  return { path: pathFrom(report.declaredIn, report), line: undefined };
}

function pathFrom(file: string, { folder, root }: Pick<DoctorReport, 'folder' | 'root'>): string {
  const whole = resolve(folder, file);
  const inside = relative(root, whole);
  const path = inside.startsWith('..') || isAbsolute(inside) ? whole : inside;
  return sep === '/' ? path : path.split(sep).join('/');
}
