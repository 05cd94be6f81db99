/** What the doctor says, as lines for a terminal. */
import type { DoctorReport, Finding } from '../../shared/contract/doctor.ts';
import { formatFacts, plain } from './table.ts';

/** The whole report: what was looked at, each finding, and how many there are. */
export function doctorText({ findings, looked }: DoctorReport): string {
  const shown = new Set<string>();
  return [
    formatFacts(looked.map(({ about, is }) => [plain(about), plain(is)])),
    ...findings.map((finding) => findingText(finding, shown)),
    summaryText(findings),
  ].join('\n\n');
}

/** `2 troubles, 1 remark.` */
function summaryText(findings: readonly Finding[]): string {
  const troubles = findings.filter(({ weight }) => weight === 'trouble').length;
  const remarks = findings.length - troubles;
  const counts = [
    ...(troubles === 0 ? [] : [`${troubles} trouble${troubles === 1 ? '' : 's'}`]),
    ...(remarks === 0 ? [] : [`${remarks} remark${remarks === 1 ? '' : 's'}`]),
  ];
  if (troubles === 0) return remarks === 0 ? 'All is well.' : `Nothing is in trouble; ${counts.join('')}.`;
  return `${counts.join(', ')}.`;
}

/** The same rule or command is written out once. */
function findingText(
  { weight, about, code, found, missing, steps, copy, detail }: Finding,
  shown: Set<string>,
): string {
  const fresh = copy.filter(({ content }) => !shown.has(content));
  for (const { content } of fresh) shown.add(content);
  return [
    `${weight === 'trouble' ? '✗' : '·'} ${plain(about)}  (${code})`,
    `  Found:   ${plain(found)}`,
    `  Missing: ${plain(missing)}`,
    ...steps.map(
      (step, at) => `  ${at === 0 ? 'Do:     ' : '        '} ${steps.length > 1 ? `${at + 1}. ` : ''}${plain(step)}`,
    ),
    ...fresh.flatMap(({ title, path, content }) => [
      `  ${title}${path === undefined ? '' : `, ${path}`}:`,
      ...content
        .trimEnd()
        .split('\n')
        .map((line) => `    ${plain(line)}`.trimEnd()),
    ]),
    ...(detail === undefined ? [] : [`  (${plain(detail)})`]),
  ].join('\n');
}
