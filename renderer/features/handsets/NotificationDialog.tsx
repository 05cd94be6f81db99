/** How a handset is woken (package 0): where, in which form; and a notification as a file for a modem. */
import { useState } from 'react';
import type { Input } from '../../../shared/contract/contract.ts';
import type { Handset } from '../../../shared/contract/handsets.ts';
import { ok } from '../../../shared/result.ts';
import { saveMadeFile } from '../../app/save-file.ts';
import { closeDialog, tellDone } from '../../app/store.ts';
import { useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { SelectField, TextField } from '../../ui/Field.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import styles from './NotificationDialog.module.css';

type Form = Input<'reach.setWake'>['form'];
type FileForm = Input<'reach.notification'>['form'];

const FORMS: readonly { readonly value: Form; readonly label: string }[] = [
  { value: 'as-told', label: 'As the handset told' },
  { value: 'push', label: 'WAP push by UDP' },
  { value: 'raw', label: 'Bare package 0 by UDP' },
  { value: 'none', label: 'Not at all: it calls by itself' },
];
const FILE_FORMS: readonly { readonly value: FileForm; readonly label: string }[] = [
  { value: 'sms', label: 'SMS, in hexadecimal' },
  { value: 'push', label: 'WAP push' },
  { value: 'raw', label: 'Bare package 0' },
];
const USUAL_PORT = 2948;

/** A form that keeps the choice; the other buttons leave it as it is. */
export function NotificationDialog({ handset }: { readonly handset: Handset }) {
  const { devId, wake } = handset;
  const [form, setForm] = useState<Form>(wake?.form ?? 'as-told');
  const [host, setHost] = useState(wake?.host ?? '');
  const [port, setPort] = useState(wake?.port === undefined ? '' : String(wake.port));
  const [fileForm, setFileForm] = useState<FileForm>('sms');
  const saving = useSubmit();
  const other = useSubmit();
  const isSent = form === 'push' || form === 'raw';
  const portError =
    port === '' || (/^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) < 65_536)
      ? undefined
      : 'A number from 1 to 65535.';
  const to = { ...(host === '' ? {} : { host }), ...(port === '' ? {} : { port: Number(port) }) };
  const target = host === '' ? handset.address : host;
  return (
    <FormDialog
      title={`Notifications for ${handset.name}`}
      description="A notification (package 0) asks the handset to call now."
      width={560}
      does="Keep"
      busy={saving.busy}
      failure={saving.failure}
      whyNot={isSent ? portError : undefined}
      onClose={closeDialog}
      onSubmit={() =>
        saving.submit(
          () => call('reach.setWake', { devId, form, ...(isSent ? to : {}) }),
          () => {
            tellDone(`How ${handset.name} is woken is kept.`);
            closeDialog();
          },
        )
      }
    >
      <SelectField
        label="How it is woken"
        hint={
          form === 'as-told' ? 'To the port that it names in ./DevInfo/Ext/NotifyPort, where it names one.' : undefined
        }
        value={form}
        onChange={setForm}
        options={FORMS}
      />
      {isSent ? (
        <>
          <div className={styles.row}>
            <TextField
              label="Host"
              value={host}
              protocol
              maxLength={253}
              placeholder={handset.address ?? 'name or address'}
              onChange={(event) => setHost(event.currentTarget.value)}
            />
            <TextField
              label="Port"
              value={port}
              protocol
              inputMode="numeric"
              placeholder={String(USUAL_PORT)}
              error={portError}
              onChange={(event) => setPort(event.currentTarget.value)}
            />
            <Button
              className={styles.beside ?? ''}
              whyNot={
                other.busy
                  ? 'It is being sent'
                  : (portError ?? (target === undefined ? 'Say where: it has not called yet.' : undefined))
              }
              onClick={() =>
                other.submit(
                  () => call('reach.notify', { devId, form, ...to, host: target ?? '' }),
                  (sent) => tellDone(`Notification sent to ${sent.host}:${sent.port}.`),
                )
              }
            >
              Send one now
            </Button>
          </div>
        </>
      ) : null}
      <div className={styles.file}>
        <SelectField
          label="One as a file, for a modem or message centre"
          value={fileForm}
          onChange={setFileForm}
          options={FILE_FORMS}
        />
        <Button
          className={styles.beside ?? ''}
          whyNot={other.busy ? 'It is being made' : undefined}
          onClick={() =>
            other.submit(
              async () => {
                const made = await call('reach.notification', { devId, form: fileForm });
                if (made.ok) saveMadeFile(made.value);
                return made.ok ? ok(undefined) : made;
              },
              () => undefined,
            )
          }
        >
          Save…
        </Button>
      </div>
      {other.failure === undefined ? null : <ErrorNotice failure={other.failure} />}
    </FormDialog>
  );
}
