/** A serial port that a handset hangs on: chosen from those that the system knows, or by its path. */
import { useId, useState } from 'react';
import { closeDialog, openDialog, selectCable, useWindow } from '../../app/store.ts';
import { useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Field.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { Remark } from '../../ui/Remark.tsx';
import styles from './AddPortDialog.module.css';
import { cableLine } from './cable-state.ts';
import { useNow } from '../../ui/Time.tsx';

/** As the contract takes it. */
const PORT = /^(?:\/(?!.*\.\.)[\w./:-]{1,180}|COM\d{1,4})$/i;

/** Asks for the port, adds it, and shows it. */
export function AddPortDialog() {
  const cables = useWindow((state) => state.cables);
  const notices = useWindow((state) => state.cableNotices);
  const [port, setPort] = useState('');
  const { busy, failure, submit } = useSubmit();
  const now = useNow();
  const name = useId();
  const known = [...cables.values()].filter(({ link, named }) => link === 'serial' && !named);
  const wanted = port.trim();
  const isWrong = wanted !== '' && !PORT.test(wanted);
  return (
    <FormDialog
      title="Add a port"
      description="A serial port that a handset hangs on. It is asked at once who is there, and remembered."
      does="Add"
      width={520}
      busy={busy}
      failure={failure}
      whyNot={wanted === '' ? 'Choose a port, or type its path.' : isWrong ? 'That is no name of a port.' : undefined}
      onClose={closeDialog}
      onSubmit={() =>
        submit(
          () => addAndAsk(/^com/i.test(wanted) ? wanted.toUpperCase() : wanted),
          (added) => {
            selectCable(added);
            closeDialog();
          },
        )
      }
      more={
        <Button kind="quiet" onClick={() => openDialog({ kind: 'doctor' })}>
          Connection doctor…
        </Button>
      }
    >
      <TextField
        label="Path of the port"
        hint="e.g. /dev/ttyUSB0, /dev/serial/by-id/…, or COM3"
        protocol
        maxLength={181}
        value={port}
        error={isWrong ? 'A whole path without “..”, or COM and a number.' : undefined}
        onChange={(event) => setPort(event.currentTarget.value)}
      />
      {known.length === 0 ? (
        <p className={styles.none}>The system lists no serial port that is not added already.</p>
      ) : (
        <fieldset className={styles.ports}>
          <legend>Ports that the system knows</legend>
          {known.map((cable) => (
            <label key={cable.port} className={styles.port}>
              <input type="radio" name={name} checked={wanted === cable.port} onChange={() => setPort(cable.port)} />
              <span className={styles.path}>{cable.where}</span>
              <span className={styles.about}>
                {[cable.name, cableLine(cable, now)].filter((part) => part !== undefined).join(' · ')}
              </span>
            </label>
          ))}
        </fieldset>
      )}
      {notices.map(({ code, message, next }) => (
        <Remark key={code}>
          {message} {next}
        </Remark>
      ))}
    </FormDialog>
  );
}

/** Adding a port that the system has found already keeps it; asking is what the person wants. */
async function addAndAsk(port: string): ReturnType<typeof named> {
  const added = await named(port);
  if (added.ok) await call('cables.retry', { port: added.value });
  return added;
}

async function named(port: string) {
  const added = await call('cables.add', { port });
  return added.ok ? { ok: true as const, value: added.value.port } : added;
}
