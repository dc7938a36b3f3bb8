import type { DoctorReport } from './doctor-report.js';
import { githubReport } from './github-report.js';
import { jsonReport } from './json-report.js';
import { junitReport } from './junit-report.js';
import { sarifReport, type FindingPages } from './sarif-report.js';
import { textReport } from './text-report.js';
import type { TextStyle } from './text-style.js';

export const REPORT_FORMATS = ['text', 'json', 'sarif', 'junit', 'github'] as const;

export type ReportFormat = (typeof REPORT_FORMATS)[number];

export interface ReportSurroundings {
  readonly style: TextStyle;
  readonly pages: FindingPages;
}

export function renderReport(
  report: DoctorReport,
  format: ReportFormat,
  { style, pages }: ReportSurroundings,
): string {
  switch (format) {
    case 'text':
      return textReport(report, style);
    case 'json':
      return jsonReport(report);
    case 'sarif':
      return sarifReport(report, pages);
    case 'junit':
      return junitReport(report);
    case 'github':
      return githubReport(report);
    default:
      return format satisfies never;
  }
}
