/** The commands of a step: before they are sent, and afterwards with their status and result. */
import type { CommandReport, RunCommand, Step } from '../../../shared/runbook/run.ts';
import styles from './CommandBlock.module.css';
import { formatCount } from '../../ui/numbers.ts';
import { codeTone, commandHeading } from './run-progress.ts';
import { Uri } from './Uri.tsx';

/** The block of commands, or why there is none. */
export function CommandBlock({ step, isCurrent }: { readonly step: Step; readonly isCurrent: boolean }) {
  if (step.commands.length === 0) return <NoCommands step={step} isCurrent={isCurrent} />;
  const heading = commandHeading(step);
  return (
    <figure className={styles.figure} aria-label={heading}>
      <figcaption className={styles.caption}>{heading}</figcaption>
      <ol className={styles.block}>
        {step.commands.map((command, index) => (
          <Command key={index} command={command} />
        ))}
      </ol>
    </figure>
  );
}

function NoCommands({ step, isCurrent }: { readonly step: Step; readonly isCurrent: boolean }) {
  const { action, state } = step;
  const mayDoNothing = 'skipIfAbsent' in action && action.skipIfAbsent;
  const words =
    action.kind === 'check-package'
      ? 'Nothing is sent to the handset.'
      : state === 'pending' && isCurrent && mayDoNothing
        ? 'As far as the handset was read, nothing has to be sent.'
        : state === 'pending'
          ? 'Its commands are worked out when it is its turn, from what is on the handset then.'
          : state === 'done'
            ? 'Nothing had to be sent.'
            : undefined;
  return words === undefined ? null : <p className={styles.none}>{words}</p>;
}

function Command({ command }: { readonly command: RunCommand }) {
  const { cmd, uri, value, octets, format, correlator, status, result, within, asks, reports = [] } = command;
  return (
    <li className={`${styles.command} ${within === undefined ? '' : styles.within}`}>
      <span className={styles.verb}>{cmd}</span>
      <span className={styles.what}>
        {cmd === 'Alert' ? (
          <span>
            {asks === false ? 'shows on the handset' : 'asks on the handset'}: “{value}”
          </span>
        ) : uri === '' ? (
          <span className={styles.label}>{CONTAINERS[cmd]}</span>
        ) : (
          <Uri uri={uri} />
        )}
        {value === undefined || cmd === 'Alert' ? null : (
          <span className={styles.part}>
            <span className={styles.label}>
              {format === undefined || format === 'chr' ? 'Value' : `Value (${format})`}
            </span>{' '}
            <span className={styles.value}>{value === '' ? 'empty' : value}</span>
          </span>
        )}
        {octets === undefined ? null : (
          <span className={styles.part}>
            <span className={styles.label}>Value ({format})</span>{' '}
            <span className={styles.value}>{formatCount(octets, 'octet')} of the package file</span>
          </span>
        )}
        {correlator === undefined ? null : (
          <span className={styles.part}>
            <span className={styles.label}>Correlator</span> <span className={styles.value}>{correlator}</span>
          </span>
        )}
        {status === undefined ? null : <Code {...status} />}
        {result === undefined ? null : <Code {...result} kind="Result" />}
        {reports.map((report, index) => (
          <Report key={index} report={report} isOnly={reports.length === 1} />
        ))}
      </span>
    </li>
  );
}

const CONTAINERS: Readonly<Partial<Record<RunCommand['cmd'], string>>> = {
  Sequence: 'in this order:',
  Atomic: 'all of it, or nothing:',
};

/** How a report was told to belong here; of several also what each said. */
function Report({ report, isOnly }: { readonly report: CommandReport; readonly isOnly: boolean }) {
  const { code, word, matched, identifier, target } = report;
  const about = identifier ?? target;
  return (
    <span className={styles.part}>
      <span className={styles.label}>
        {isOnly ? 'Report' : `Report ${code} ${word}`}
        {about === undefined ? '' : ` on ${about}`}, matched by {matched}
      </span>
    </span>
  );
}

function Code({ code, word, kind }: { readonly code: number; readonly word: string; readonly kind?: string }) {
  return (
    <span className={`${styles.code} ${codeTone(code) === 'failed' ? styles.failed : styles.ok}`}>
      {kind === undefined ? '' : `${kind} `}
      {code} <span className={styles.word}>{word}</span>
    </span>
  );
}
