/** Deleting a node of the handset's tree, after saying what goes with it. */
import { closeDialog, select } from '../../app/store.ts';
import { useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { formatCount } from '../../ui/numbers.ts';
import { NONE } from './slots.ts';
import { heldTreeOf } from './tree-stores.ts';

/** Asks first; the node above is selected afterwards. */
export function DeleteNodeDialog({ devId, uri }: { readonly devId: string; readonly uri: string }) {
  const { busy, failure, submit } = useSubmit();
  const below = nodesBelow(devId, uri);
  return (
    <FormDialog
      title="Delete this node on the handset?"
      description={<code>{uri}</code>}
      does="Delete"
      danger
      width={460}
      busy={busy}
      failure={failure}
      onClose={closeDialog}
      onSubmit={() =>
        submit(
          () => call('tree.deleteNode', { devId, uri }),
          (done) => {
            select({ uri: done.uri });
            closeDialog();
          },
        )
      }
    >
      <p>
        {below === 0
          ? 'Nothing is below it, as far as was read.'
          : `${formatCount(below, 'node')} below it go with it.`}{' '}
        This is no run: it cannot be taken back from here.
      </p>
    </FormDialog>
  );
}

function nodesBelow(devId: string, uri: string): number {
  const table = heldTreeOf(devId)?.table;
  const slot = table?.find(uri) ?? NONE;
  let count = 0;
  if (table !== undefined && slot !== NONE) table.walk(slot, () => (count += 1));
  return Math.max(0, count - 1);
}
