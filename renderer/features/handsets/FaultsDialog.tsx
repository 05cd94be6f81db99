/** What shall go wrong with a virtual handset from now on. */
import { useState } from 'react';
import type { Handset } from '../../../shared/contract/handsets.ts';
import { closeDialog } from '../../app/store.ts';
import { useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { FaultPicker, seedError, SeedField } from './FaultPicker.tsx';

/** Shows the faults it has, and lets them be changed. */
export function FaultsDialog({ handset }: { readonly handset: Handset }) {
  const [faults, setFaults] = useState<readonly string[]>(handset.virtual?.faults ?? []);
  const [seed, setSeed] = useState(String(handset.virtual?.seed ?? 1));
  const { busy, failure, submit } = useSubmit();
  return (
    <FormDialog
      title="Let something go wrong"
      description={`${handset.name} is restarted, keeps what is on it, and counts from then on.`}
      does={faults.length === 0 ? 'Restart without faults' : 'Restart with these faults'}
      width={640}
      busy={busy}
      failure={failure}
      whyNot={seedError(seed)}
      onClose={closeDialog}
      onSubmit={() =>
        submit(
          () => call('handsets.setFaults', { devId: handset.devId, faults: [...faults], seed: Number(seed) }),
          closeDialog,
        )
      }
    >
      <FaultPicker faults={faults} onChange={setFaults} />
      <SeedField seed={seed} onChange={setSeed} />
    </FormDialog>
  );
}
