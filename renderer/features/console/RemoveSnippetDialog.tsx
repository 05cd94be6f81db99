/** Deleting a snippet. */
import { closeDialog } from '../../app/store.ts';
import { useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';

/** Asks first. */
export function RemoveSnippetDialog({ id, name }: { readonly id: string; readonly name: string }) {
  const { busy, failure, submit } = useSubmit();
  return (
    <FormDialog
      title={`Delete “${name}”?`}
      does="Delete"
      danger
      width={420}
      busy={busy}
      failure={failure}
      onClose={closeDialog}
      onSubmit={() => submit(() => call('console.removeSnippet', { id }), closeDialog)}
    >
      <p>The snippet is deleted. What was sent with it stays in the history.</p>
    </FormDialog>
  );
}
