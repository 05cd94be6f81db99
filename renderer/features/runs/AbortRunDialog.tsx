/** Giving a run up: leave the handset as it is, or take back what was done, and what that can and cannot do. */
import { useState } from 'react';
import type { Run } from '../../../shared/runbook/run.ts';
import { cannotUndo, planUndo } from '../../../shared/runbook/undo.ts';
import { closeDialog } from '../../app/store.ts';
import { useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { RadioCards, TextField } from '../../ui/Field.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import styles from './AbortRunDialog.module.css';
import { whyNoReason } from './reason.ts';
import { takeRun } from './start-run.ts';

type Way = 'leave' | 'undo';

/** Asks how and why. */
export function AbortRunDialog({ run }: { readonly run: Run }) {
  const undo = planUndo(run);
  const lasting = cannotUndo(run);
  const [way, setWay] = useState<Way>(undo.length === 0 ? 'leave' : 'undo');
  const [reason, setReason] = useState('');
  const { busy, failure, submit } = useSubmit();
  const isUndoing = run.state === 'undoing';
  return (
    <FormDialog
      title="Abort the run?"
      description={`“${run.title}” ends. Steps that were not done are skipped.`}
      does={way === 'undo' ? 'Abort and undo' : 'Abort'}
      danger
      width={520}
      busy={busy}
      failure={failure}
      whyNot={whyNoReason(reason)}
      onClose={closeDialog}
      onSubmit={() =>
        submit(
          () => call('runs.abort', { runId: run.id, reason, undo: way === 'undo' }),
          (aborted) => {
            takeRun(aborted);
            closeDialog();
          },
        )
      }
    >
      <RadioCards<Way>
        legend="What shall happen to the handset"
        value={way}
        onChange={setWay}
        options={[
          {
            value: 'undo',
            label: 'Abort and undo',
            hint: 'Takes back what this run did, last step first.',
            whyNot:
              undo.length > 0
                ? undefined
                : isUndoing
                  ? 'Steps are being taken back already.'
                  : 'This run has done nothing that could be taken back.',
          },
          { value: 'leave', label: 'Give up only', hint: 'Leaves the handset as it is now.' },
        ]}
      />
      {way === 'undo' && undo.length > 0 ? (
        <List head="Will be taken back, in this order" lines={undo.map(({ title }) => title)} ordered />
      ) : null}
      {lasting.length > 0 ? <List head="Cannot be taken back" lines={lasting} /> : null}
      <TextField
        label="Why"
        hint="Kept with the run."
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  );
}

function List({
  head,
  lines,
  ordered = false,
}: {
  readonly head: string;
  readonly lines: readonly string[];
  readonly ordered?: boolean;
}) {
  const items = lines.map((line) => <li key={line}>{line}</li>);
  return (
    <div className={styles.list}>
      <h3>{head}</h3>
      {ordered ? <ol>{items}</ol> : <ul>{items}</ul>}
    </div>
  );
}
