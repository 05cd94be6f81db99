/** Skipping a step needs a reason, because the run can no longer prove what the step would have done. */
import { useState } from 'react';
import { currentStep } from '../../../shared/runbook/selectors.ts';
import type { Run } from '../../../shared/runbook/run.ts';
import { closeDialog } from '../../app/store.ts';
import { useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { TextField } from '../../ui/Field.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { whyNoReason } from './reason.ts';
import { takeRun } from './start-run.ts';

/** Asks why, then skips. */
export function SkipStepDialog({ run }: { readonly run: Run }) {
  const [reason, setReason] = useState('');
  const { busy, failure, submit } = useSubmit();
  const step = currentStep(run);
  return (
    <FormDialog
      title="Skip this step?"
      description={`“${step?.title ?? run.title}” will not be done. The later steps go on from what is on the handset.`}
      does="Skip the step"
      busy={busy}
      failure={failure}
      whyNot={whyNoReason(reason)}
      onClose={closeDialog}
      onSubmit={() =>
        submit(
          () => call('runs.skip', { runId: run.id, reason }),
          (skipped) => {
            takeRun(skipped);
            closeDialog();
          },
        )
      }
    >
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
