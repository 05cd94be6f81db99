/** Changing the value of the selected leaf: a field, what it replaces, and the refusal of the handset beside it. */
import { useEffect, useRef, useState } from 'react';
import { useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { TextField } from '../../ui/Field.tsx';
import styles from './NodeProperties.module.css';

export interface NodeValueFormProps {
  readonly devId: string;
  readonly uri: string;
  readonly format: string;
  readonly value: string;
  readonly onClose: () => void;
}

/** Give it the node as `key`. */
export function NodeValueForm({ devId, uri, format, value: before, onClose }: NodeValueFormProps) {
  const [value, setValue] = useState(before);
  const { busy, failure, submit } = useSubmit();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const whyNot = busy ? 'The handset is being asked.' : value === before ? 'Nothing is changed.' : undefined;
  return (
    <form
      className={styles.form}
      aria-label="Value of the node"
      onSubmit={(event) => {
        event.preventDefault();
        if (whyNot === undefined) submit(() => call('tree.setValue', { devId, uri, value }), onClose);
      }}
    >
      <TextField
        label="New value"
        hint={format === 'bin' || format === 'b64' ? 'Octets as base64.' : `Format ${format}.`}
        protocol
        value={value}
        maxLength={16_384}
        ref={field}
        onChange={(event) => setValue(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onClose();
        }}
      />
      <div>
        <Button
          size="small"
          kind="primary"
          submits
          whyNot={whyNot}
          hint="Replaces it on the handset, and reads it back"
        >
          Replace
        </Button>{' '}
        <Button size="small" onClick={onClose}>
          Cancel
        </Button>
      </div>
      {failure === undefined ? null : <ErrorNotice failure={failure} />}
    </form>
  );
}
