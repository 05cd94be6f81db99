/** The account of a handset as a file that sets the handset up: which profile, how it is proven, in which form. */
import { useState } from 'react';
import type { Input, Output } from '../../../shared/contract/contract.ts';
import type { Handset } from '../../../shared/contract/handsets.ts';
import { saveMadeFile } from '../../app/save-file.ts';
import { closeDialog, useWindow } from '../../app/store.ts';
import { useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { SelectField, TextField } from '../../ui/Field.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { Remark } from '../../ui/Remark.tsx';
import styles from './AdmitDialog.module.css';

type Wanted = Input<'reach.bootstrap'>;

const PROFILES = [
  { value: 'cp', label: 'OMA Client Provisioning (w7)' },
  { value: 'dm', label: 'DM profile (account to the Inbox)' },
] as const;
const ENCODINGS = [
  { value: 'wbxml', label: 'WBXML' },
  { value: 'xml', label: 'XML' },
] as const;
const FORMS = [
  { value: 'document', label: 'Document alone' },
  { value: 'header', label: 'Document behind a Content-Type header' },
  { value: 'push', label: 'WAP push' },
  { value: 'sms', label: 'SMS, in hexadecimal' },
] as const;
const PROOFS = [
  { value: 'none', label: 'None' },
  { value: 'USERPIN', label: 'A PIN that its user types (USERPIN)' },
  { value: 'NETWPIN', label: 'The IMSI of its SIM (NETWPIN)' },
  { value: 'USERNETWPIN', label: 'PIN and IMSI (USERNETWPIN)' },
  { value: 'USERPINMAC', label: 'A PIN that holds the proof (USERPINMAC)' },
] as const;
const SCHEMES = [
  { value: 'http', label: 'http' },
  { value: 'https', label: 'https' },
] as const;

type Proof = (typeof PROOFS)[number]['value'];

/** A form; once the file is made, what goes with it. */
export function BootstrapDialog({ handset }: { readonly handset: Handset }) {
  const secure = useWindow((state) => state.status?.listener.secure !== undefined);
  const [wanted, setWanted] = useState<Pick<Wanted, 'profile' | 'encoding' | 'form'>>({
    profile: 'cp',
    encoding: 'wbxml',
    form: 'document',
  });
  const [scheme, setScheme] = useState<'http' | 'https'>('http');
  const [proof, setProof] = useState<Proof>('none');
  const [key, setKey] = useState({ pin: '', imsi: '' });
  const [made, setMade] = useState<Output<'reach.bootstrap'>>();
  const { busy, failure, submit } = useSubmit();
  if (made !== undefined) return <MadeDialog handset={handset} made={made} />;

  const needsPin = proof !== 'none' && proof !== 'NETWPIN';
  const needsImsi = proof === 'NETWPIN' || proof === 'USERNETWPIN';
  const input: Wanted = {
    devId: handset.devId,
    ...wanted,
    ...(scheme === 'https' ? { scheme } : {}),
    ...(proof === 'none' ? {} : { sec: proof }),
    ...(needsPin ? { pin: key.pin } : {}),
    ...(needsImsi ? { imsi: key.imsi } : {}),
  };
  const missing =
    needsPin && key.pin === ''
      ? 'Type the PIN.'
      : needsImsi && !/^\d{6,15}$/.test(key.imsi)
        ? 'Type the IMSI.'
        : undefined;
  return (
    <FormDialog
      title={`Bootstrap file for ${handset.name}`}
      description="Sets the handset up by itself: server address, server ID and passwords."
      width={560}
      does="Make and save"
      busy={busy}
      failure={failure}
      whyNot={missing}
      onClose={closeDialog}
      onSubmit={() =>
        submit(
          () => call('reach.bootstrap', input),
          (file) => {
            saveMadeFile(file);
            setMade(file);
          },
        )
      }
    >
      <SelectField
        label="Profile"
        value={wanted.profile}
        onChange={(profile) => setWanted({ ...wanted, profile })}
        options={PROFILES}
      />
      <div className={styles.fields}>
        <SelectField
          label={wanted.profile === 'cp' ? 'Encoding' : 'Account in the message'}
          value={wanted.encoding}
          onChange={(encoding) => setWanted({ ...wanted, encoding })}
          options={ENCODINGS}
        />
        <SelectField
          label="Server address"
          value={scheme}
          onChange={setScheme}
          options={secure ? SCHEMES : SCHEMES.slice(0, 1)}
        />
        <SelectField
          label="Proof that it is meant for this handset"
          value={proof}
          onChange={(next) => {
            setProof(next);
            if (wanted.form === 'document' && next !== 'none') setWanted({ ...wanted, form: 'header' });
          }}
          options={wanted.profile === 'cp' ? PROOFS : PROOFS.filter(({ value }) => value !== 'USERPINMAC')}
        />
        <SelectField
          label="Form of the file"
          value={wanted.form}
          onChange={(form) => setWanted({ ...wanted, form })}
          options={FORMS}
        />
        {needsPin ? (
          <TextField
            label="PIN"
            value={key.pin}
            protocol
            maxLength={32}
            onChange={(event) => setKey({ ...key, pin: event.currentTarget.value })}
          />
        ) : null}
        {needsImsi ? (
          <TextField
            label="IMSI"
            value={key.imsi}
            protocol
            inputMode="numeric"
            maxLength={15}
            onChange={(event) => setKey({ ...key, imsi: event.currentTarget.value })}
          />
        ) : null}
      </div>
      <Remark>Whoever has the file has the passwords of this handset.</Remark>
    </FormDialog>
  );
}

function MadeDialog({ handset, made }: { readonly handset: Handset; readonly made: Output<'reach.bootstrap'> }) {
  return (
    <Dialog
      title="The bootstrap file is made"
      description={`${made.fileName} is in the downloads. Send it to ${handset.name}; once it is set up, let it start a session.`}
      width={560}
      onClose={closeDialog}
      footer={
        <Button kind="primary" onClick={closeDialog} shortcut="Escape">
          Done
        </Button>
      }
    >
      <dl className={styles.facts}>
        <dt>Header</dt>
        <dd>
          <code>{made.header}</code> <CopyButton text={made.header} what="header" />
        </dd>
        {made.typed === undefined ? null : (
          <>
            <dt>PIN</dt>
            <dd>
              <code>{made.typed}</code> is what its user types when the handset asks.{' '}
              <CopyButton text={made.typed} what="PIN" />
            </dd>
          </>
        )}
      </dl>
    </Dialog>
  );
}
