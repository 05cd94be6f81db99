/** Letting handsets on the network call: which interface, for how long, and the way to take it back. */
import { useState } from 'react';
import { useWindow, windowStore } from '../../app/store.ts';
import { useAnswer, useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { SelectField } from '../../ui/Field.tsx';
import { formatMinute } from '../../ui/Time.tsx';
import styles from './NetworkAccess.module.css';

const SPANS = [
  { value: '15', label: '15 minutes' },
  { value: '60', label: '1 hour' },
  { value: '480', label: '8 hours' },
] as const;

/** Shown where a person connects a handset that is not on this machine. */
export function NetworkAccess() {
  const listener = useWindow((state) => state.status?.listener);
  const interfaces = useAnswer('app.interfaces', {});
  const [address, setAddress] = useState<string>();
  const [minutes, setMinutes] = useState<(typeof SPANS)[number]['value']>('60');
  const { busy, failure, submit } = useSubmit();
  if (listener === undefined) return null;
  const { network } = listener;
  if (network !== undefined)
    return (
      <div className={styles.open}>
        <output>
          Handsets on {network.name} may call <code>{network.url}</code> until {formatMinute(network.until)}.
        </output>
        <Button
          size="small"
          whyNot={busy ? 'It is being closed' : undefined}
          onClick={() =>
            submit(
              () => call('app.closeNetwork', {}),
              (status) => windowStore.setState({ status }),
            )
          }
        >
          Close now
        </Button>
      </div>
    );
  const choices = interfaces?.ok === true ? interfaces.value : [];
  const chosen = address ?? choices[0]?.address;
  return (
    <div className={styles.closed}>
      <p>
        The DM server listens on {listener.address}, for this machine only. Let handsets on the network call as well,
        for as long as you need it:
      </p>
      {interfaces?.ok === false ? (
        <ErrorNotice failure={interfaces.error} />
      ) : interfaces !== undefined && chosen === undefined ? (
        <p>This machine has no network interface that a handset could reach. Connect it to the network first.</p>
      ) : (
        <div className={styles.row}>
          <SelectField
            label="Interface"
            value={chosen ?? ''}
            onChange={setAddress}
            options={choices.map((one) => ({ value: one.address, label: `${one.address} · ${one.name}` }))}
          />
          <SelectField label="For" value={minutes} onChange={setMinutes} options={SPANS} />
          <Button
            whyNot={chosen === undefined ? 'Looking for interfaces' : busy ? 'It is being opened' : undefined}
            onClick={() =>
              submit(
                () => call('app.openNetwork', { address: chosen ?? '', minutes: Number(minutes) }),
                (status) => windowStore.setState({ status }),
              )
            }
          >
            Let handsets call
          </Button>
        </div>
      )}
      {failure === undefined ? null : <ErrorNotice failure={failure} />}
    </div>
  );
}
