/** Removing a package from the library. */
import type { LibraryPackage } from '../../../shared/contract/packages.ts';
import { closeDialog } from '../../app/store.ts';
import { useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { titleOf } from './package-words.ts';

/** Asks first. */
export function RemovePackageDialog({ package: item }: { readonly package: LibraryPackage }) {
  const { busy, failure, submit } = useSubmit();
  return (
    <FormDialog
      title={`Remove ${titleOf(item)} from the library?`}
      does="Remove"
      danger
      width={440}
      busy={busy}
      failure={failure}
      onClose={closeDialog}
      onSubmit={() => submit(() => call('packages.remove', { digest: item.digest }), closeDialog)}
    >
      <p>
        The copy of {item.fileName} in this workbench is deleted. What handsets have already taken from it stays on
        them.
      </p>
    </FormDialog>
  );
}
