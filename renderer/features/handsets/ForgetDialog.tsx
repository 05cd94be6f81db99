/** Removing a handset from this workbench, after saying what goes with it. */
import type { Handset } from '../../../shared/contract/handsets.ts';
import { closeDialog, useWindow } from '../../app/store.ts';
import { useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { formatCount } from '../../ui/numbers.ts';

/** Asks first. */
export function ForgetDialog({ handset }: { readonly handset: Handset }) {
  const runs = useWindow((state) => [...state.runs.values()].filter((run) => run.devId === handset.devId).length);
  const { busy, failure, submit } = useSubmit();
  return (
    <FormDialog
      title={`Forget ${handset.name}?`}
      does="Forget"
      danger
      width={440}
      busy={busy}
      failure={failure}
      onClose={closeDialog}
      onSubmit={() => submit(() => call('handsets.forget', { devId: handset.devId }), closeDialog)}
    >
      <p>
        Its tree ({formatCount(handset.nodes, 'node')}), its {formatCount(runs, 'run')} and its credentials are removed
        from this workbench.{' '}
        {handset.virtual === undefined
          ? 'The handset itself is not touched; when it calls again, it waits to be admitted.'
          : 'The virtual handset is switched off and deleted with what is installed on it.'}
      </p>
    </FormDialog>
  );
}
