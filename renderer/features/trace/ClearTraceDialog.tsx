/** Deleting the trace. */
import { closeDialog } from '../../app/store.ts';
import { useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';

/** Asks first. */
export function ClearTraceDialog() {
  const { busy, failure, submit } = useSubmit();
  return (
    <FormDialog
      title="Clear the trace?"
      does="Clear"
      danger
      width={420}
      busy={busy}
      failure={failure}
      onClose={closeDialog}
      onSubmit={() => submit(() => call('trace.clear', {}), closeDialog)}
    >
      <p>The recorded messages of all handsets are deleted. Trees, runs and packages stay.</p>
    </FormDialog>
  );
}
