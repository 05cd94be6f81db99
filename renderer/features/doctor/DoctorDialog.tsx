/** The connection doctor: every finding, and what was looked at and is well. */
import type { DoctorReport } from '../../../shared/contract/doctor.ts';
import { closeDialog } from '../../app/store.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { StateShape } from '../../ui/StateShape.tsx';
import { formatMoment } from '../../ui/Time.tsx';
import styles from './DoctorDialog.module.css';
import { FindingCard } from './FindingCard.tsx';
import { reportText, summaryOf } from './report-text.ts';
import { useDoctor } from './use-doctor.ts';

/** Looks when it opens, and again whenever something changes. */
export function DoctorDialog() {
  const { report, failure, isLooking, again } = useDoctor();
  return (
    <Dialog
      title="Connection doctor"
      description="What keeps a handset from being ready, and what to do about it. It only looks: nothing is changed."
      width={720}
      onClose={closeDialog}
      footer={
        <>
          {report === undefined ? null : (
            <CopyButton text={reportText(report)} what="report" label="Copy report" size="normal" />
          )}
          <Button onClick={again} whyNot={isLooking ? 'It is looking right now.' : undefined}>
            Look again
          </Button>
          <Button kind="primary" onClick={closeDialog} shortcut="Escape">
            Done
          </Button>
        </>
      }
    >
      {failure !== undefined ? (
        <ErrorNotice failure={failure} />
      ) : report === undefined ? (
        <p className={styles.looking}>Looking at cables, network and machine…</p>
      ) : (
        <Report report={report} />
      )}
    </Dialog>
  );
}

function Report({ report }: { readonly report: DoctorReport }) {
  const { findings, looked, at } = report;
  const isWell = findings.every(({ weight }) => weight === 'remark');
  return (
    <div className={styles.report}>
      <output className={styles.summary}>
        <StateShape shape={isWell ? 'check' : 'triangle'} tone={isWell ? 'ok' : 'failed'} size={12} />
        {summaryOf(report)}
        <span className={styles.when}>looked at {formatMoment(at)}</span>
      </output>
      {findings.map((finding) => (
        <FindingCard key={`${finding.code} ${finding.about}`} finding={finding} />
      ))}
      <section aria-label="Looked at">
        <h3 className={styles.heading}>Looked at</h3>
        <dl className={styles.looked}>
          {looked.map(({ about, is }) => (
            <div key={about}>
              <dt>{about}</dt>
              <dd>{is}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}
