/** What shall go wrong with a virtual handset: a list that grows by one choice at a time. */
import { useState } from 'react';
import { FAULTS, formatFault, type FaultName, type FaultPoint, pointsOf } from '../../../shared/contract/fault.ts';
import { Button } from '../../ui/Button.tsx';
import { SelectField, TextField } from '../../ui/Field.tsx';
import styles from './FaultPicker.module.css';

export interface FaultPickerProps {
  /** As they are written, e.g. `drop-reply@DownloadInstall`. */
  readonly faults: readonly string[];
  readonly onChange: (faults: readonly string[]) => void;
}

/** Where the seed, or the first operation that fits, decides. */
const BY_CHANCE = 'by-chance';
const MOST = 32;

/** Shows the chosen faults, each with a button that takes it away, and a row that adds one. */
export function FaultPicker({ faults, onChange }: FaultPickerProps) {
  const [name, setName] = useState<FaultName>('drop-reply');
  const [point, setPoint] = useState<FaultPoint | typeof BY_CHANCE>(BY_CHANCE);
  const [times, setTimes] = useState('1');
  const isCounted = point !== BY_CHANCE;
  const timesError = /^(?:[1-9]\d{0,5}|\*)$/.test(times) ? undefined : '1, 2, 3… or * for each time.';
  const nth = times === '*' ? 'every' : Number(times);
  const written = formatFault(isCounted ? { name, point, nth } : { name });
  return (
    <fieldset className={styles.faults}>
      <legend>What shall go wrong</legend>
      {faults.length === 0 ? null : (
        <ul className={styles.chosen}>
          {faults.map((fault) => (
            <li key={fault}>
              <code>{fault}</code>
              <Button
                kind="quiet"
                size="small"
                aria-label={`Take ${fault} away`}
                onClick={() => onChange(faults.filter((one) => one !== fault))}
              >
                ✕
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className={styles.choice}>
        <SelectField
          label="Fault"
          value={name}
          onChange={(chosen) => {
            setName(chosen);
            if (point !== BY_CHANCE && !pointsOf(chosen).includes(point)) setPoint(BY_CHANCE);
          }}
          options={FAULTS.map((row) => ({ value: row.name, label: row.name }))}
        />
        <SelectField
          label="Where"
          value={point}
          onChange={setPoint}
          options={[
            { value: BY_CHANCE, label: 'As the seed says' },
            ...pointsOf(name).map((one) => ({ value: one, label: one })),
          ]}
        />
        <TextField
          label="Which time"
          value={isCounted ? times : ''}
          disabled={!isCounted}
          placeholder={isCounted ? '1' : 'any'}
          error={isCounted ? timesError : undefined}
          onChange={(event) => setTimes(event.currentTarget.value)}
        />
        <Button
          className={styles.add}
          whyNot={whyNotAdded(faults, written, isCounted ? timesError : undefined)}
          onClick={() => onChange([...faults, written])}
        >
          Add fault
        </Button>
      </div>
      <p className={styles.what}>{FAULTS.find((row) => row.name === name)?.what}</p>
    </fieldset>
  );
}

/** The number that decides what is left to chance. */
export function SeedField({ seed, onChange }: { readonly seed: string; readonly onChange: (seed: string) => void }) {
  return (
    <TextField
      label="Seed"
      hint="What is left to chance is the same whenever this number is"
      inputMode="numeric"
      value={seed}
      error={seedError(seed)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

const MOST_SEED = 0xffff_ffff;

/** What is wrong with a seed. */
export function seedError(seed: string): string | undefined {
  return /^\d{1,10}$/.test(seed) && Number(seed) <= MOST_SEED
    ? undefined
    : `A whole number from 0 to ${MOST_SEED.toLocaleString('en')}.`;
}

function whyNotAdded(faults: readonly string[], written: string, timesError: string | undefined): string | undefined {
  if (timesError !== undefined) return timesError;
  if (faults.includes(written)) return 'It is in the list already';
  return faults.length >= MOST ? `No more than ${MOST} faults` : undefined;
}
