/** The doctor's report as words: in one line, and whole for a mail or a ticket. */
import type { DoctorReport } from '../../../shared/contract/doctor.ts';
import { formatCount } from '../../ui/numbers.ts';

/** `2 troubles, 1 remark`, or that all is well. */
export function summaryOf({ findings }: DoctorReport): string {
  const troubles = findings.filter(({ weight }) => weight === 'trouble').length;
  const remarks = findings.length - troubles;
  if (findings.length === 0) return 'All is well';
  const told = remarks === 0 ? [] : [formatCount(remarks, 'remark')];
  return troubles === 0
    ? ['Nothing is in trouble', ...told].join(', ')
    : [formatCount(troubles, 'trouble'), ...told].join(', ');
}

/** The whole report as lines. */
export function reportText(report: DoctorReport): string {
  return [
    `SCOMO Workbench, connection doctor, ${new Date(report.at).toISOString()}, ${report.platform}: ${summaryOf(report)}`,
    ...report.findings.map(({ about, code, found, missing, steps, detail }) =>
      [
        `${about} (${code})`,
        `  found: ${found}`,
        `  missing: ${missing}`,
        ...steps.map((step) => `  do: ${step}`),
        ...(detail === undefined ? [] : [`  detail: ${detail}`]),
      ].join('\n'),
    ),
    ['Looked at', ...report.looked.map(({ about, is }) => `  ${about}: ${is}`)].join('\n'),
  ].join('\n\n');
}
