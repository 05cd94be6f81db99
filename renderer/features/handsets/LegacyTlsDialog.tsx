/** Letting one old handset use TLS 1.0 and 1.1, after saying what that means. */
import type { Handset } from '../../../shared/contract/handsets.ts';
import { closeDialog, tellDone, useWindow } from '../../app/store.ts';
import { useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { Remark } from '../../ui/Remark.tsx';

/** Asks first. */
export function LegacyTlsDialog({ handset: { devId, name } }: { readonly handset: Handset }) {
  const isOn = useWindow((state) => state.status?.listener.secure !== undefined);
  const { busy, failure, submit } = useSubmit();
  const allowed = (): void => {
    closeDialog();
    tellDone(`${name} may call over legacy TLS.`);
  };
  return (
    <FormDialog
      title={`Allow legacy TLS for ${name}?`}
      does="Allow"
      width={460}
      busy={busy}
      failure={failure}
      onClose={closeDialog}
      onSubmit={() => submit(() => call('handsets.setLegacyTls', { devId, allowed: true }), allowed)}
    >
      <p>
        It may then call over TLS 1.0 and 1.1, with the ciphers of their time. These are not safe: whoever listens on
        the network may read what it sends, and change it. Allow it only for a test handset that knows nothing newer.
      </p>
      <p>Every other handset must still use TLS 1.2 or newer.</p>
      {isOn ? null : <Remark>HTTPS is off now. This counts as soon as it is on: “Connect a real handset”.</Remark>}
    </FormDialog>
  );
}
