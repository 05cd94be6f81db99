/** A name of one's own for a handset. */
import { useState } from 'react';
import type { Handset } from '../../../shared/contract/handsets.ts';
import { closeDialog } from '../../app/store.ts';
import { useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { TextField } from '../../ui/Field.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';

/** Asks for the name. */
export function RenameDialog({ handset }: { readonly handset: Handset }) {
  const [name, setName] = useState(handset.name);
  const { busy, failure, submit } = useSubmit();
  return (
    <FormDialog
      title="Rename handset"
      description={handset.devId}
      does="Rename"
      width={420}
      busy={busy}
      failure={failure}
      onClose={closeDialog}
      onSubmit={() => submit(() => call('handsets.rename', { devId: handset.devId, name: name.trim() }), closeDialog)}
    >
      <TextField
        label="Name"
        hint="Leave it empty to call it by manufacturer and model again."
        maxLength={80}
        value={name}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
