/** Keeping commands under a name, and changing what is kept. */
import { useState } from 'react';
import { keptSource } from '../../../shared/console/kept-text.ts';
import { closeDialog } from '../../app/store.ts';
import { useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { TextField } from '../../ui/Field.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import styles from './SnippetDialog.module.css';

export interface SnippetDialogProps {
  /** Of the snippet that is changed; absent for a new one. */
  readonly id?: string | undefined;
  readonly name: string;
  readonly text: string;
}

export function SnippetDialog({ id, ...first }: SnippetDialogProps) {
  const [name, setName] = useState(first.name);
  const [text, setText] = useState(first.text);
  const { busy, failure, submit } = useSubmit();
  const why = name.trim() === '' ? 'Give it a name.' : text.trim() === '' ? 'There is no command in it.' : undefined;
  return (
    <FormDialog
      title={id === undefined ? 'Keep these commands' : 'Change the snippet'}
      does="Keep"
      width={560}
      busy={busy}
      whyNot={why}
      failure={failure}
      onClose={closeDialog}
      onSubmit={() =>
        submit(
          () => call('console.saveSnippet', { name: name.trim(), text, ...(id === undefined ? {} : { id }) }),
          closeDialog,
        )
      }
    >
      <TextField
        label="Name"
        hint="It is there for every handset."
        maxLength={80}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <label className={styles.label} htmlFor="snippet-text">
        Commands
      </label>
      <textarea
        id="snippet-text"
        className={styles.text}
        rows={8}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {hasSecret(text) ? (
        <p className={styles.note}>The secret in it is kept as asterisks: put it in again when you use the snippet.</p>
      ) : null}
    </FormDialog>
  );
}

function hasSecret(text: string): boolean {
  const kept = keptSource(text);
  return kept.ok && kept.value !== text;
}
