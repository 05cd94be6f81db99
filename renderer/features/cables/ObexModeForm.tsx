/** Writing a way to switch handsets to OBEX: the commands, how they are answered, and how the handset comes back. */
import { useState } from 'react';
import type { ObexModeRow } from '../../../shared/contract/cables.ts';
import { tellDone } from '../../app/store.ts';
import { useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { CheckField, SelectField, TextAreaField, TextField } from '../../ui/Field.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import {
  type Agreement,
  draftOf,
  modeOf,
  NEW_MODE,
  type ObexModeDraft,
  type Wrong,
  wrongWith,
} from './obex-mode-draft.ts';
import styles from './ObexModeForm.module.css';

export interface ObexModeFormProps {
  /** The one that is changed; undefined for a new one. */
  readonly mode: ObexModeRow | undefined;
  readonly onBack: () => void;
}

export function ObexModeForm({ mode, onBack }: ObexModeFormProps) {
  const [draft, setDraft] = useState<ObexModeDraft>(mode === undefined ? NEW_MODE : draftOf(mode));
  // A field that nobody has touched is not scolded.
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const { busy, failure, submit } = useSubmit();
  const wrong = wrongWith(draft);
  const change = (patch: Partial<ObexModeDraft>): void => {
    setDraft({ ...draft, ...patch });
    setTouched(new Set([...touched, ...Object.keys(patch)]));
  };
  const shown = (field: keyof Wrong): string | undefined =>
    mode !== undefined || touched.has(field) ? wrong[field] : undefined;
  const kept = (): void => {
    tellDone(`${draft.name.trim()} is kept. Try the cable again to use it.`);
    onBack();
  };
  const agree = (answer: Agreement, isOne: boolean): void =>
    change({
      agreedBy: ANSWERS.map(({ value }) => value).filter((each) =>
        each === answer ? isOne : draft.agreedBy.includes(each),
      ),
    });
  return (
    <FormDialog
      title={mode === undefined ? 'Add a way to switch to OBEX' : `Change “${mode.name}”`}
      does="Keep"
      width={560}
      busy={busy}
      whyNot={Object.values(wrong)[0]}
      failure={failure}
      onClose={onBack}
      onSubmit={() => submit(() => call('cables.saveMode', modeOf(draft, mode?.id)), kept)}
    >
      <div className={styles.pair}>
        <TextField
          label="Name"
          hint="For you, e.g. the model or the cradle."
          maxLength={80}
          value={draft.name}
          error={shown('name')}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <TextField
          label="Manufacturer"
          hint="As the handset names it (AT+CGMI), or a part of that. Empty: tried with every handset."
          maxLength={80}
          value={draft.manufacturer}
          onChange={(event) => change({ manufacturer: event.currentTarget.value })}
        />
      </div>
      <TextAreaField
        label="AT commands"
        hint="One on each line, sent in order. All but the last must be answered with OK or CONNECT."
        placeholder="AT+CPROT=0"
        protocol
        rows={3}
        value={draft.commands}
        error={shown('commands')}
        onChange={(event) => change({ commands: event.currentTarget.value })}
      />
      <fieldset className={styles.answers}>
        <legend>The last command worked when the handset</legend>
        {ANSWERS.map(({ value, label }) => (
          <CheckField
            key={value}
            label={label}
            checked={draft.agreedBy.includes(value)}
            onChange={(checked) => agree(value, checked)}
          />
        ))}
        {shown('agreedBy') === undefined ? null : <p className={styles.error}>{wrong.agreedBy}</p>}
      </fieldset>
      <div className={styles.pair}>
        <TextField
          label="Pause before OBEX, milliseconds"
          hint="Some handsets need a moment before they take OBEX."
          inputMode="numeric"
          value={draft.settle}
          error={shown('settle')}
          onChange={(event) => change({ settle: event.currentTarget.value })}
        />
        <SelectField
          label="Back to a modem"
          hint="After the session, so that the next program finds a modem."
          value={draft.leave}
          options={LEAVES}
          onChange={(leave) => change({ leave })}
        />
      </div>
    </FormDialog>
  );
}

const ANSWERS: readonly { readonly value: Agreement; readonly label: string }[] = [
  { value: 'connect', label: 'answers CONNECT' },
  { value: 'ok', label: 'answers OK' },
  { value: 'silence', label: 'says nothing' },
];

const LEAVES: readonly { readonly value: ObexModeDraft['leave']; readonly label: string }[] = [
  { value: 'escape', label: 'With +++ between two pauses' },
  { value: 'disconnect', label: 'By itself, when OBEX ends' },
];
