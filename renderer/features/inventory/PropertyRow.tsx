/** One property of a node: its value or why there is none, and a field to change it where a server may. */
import { useEffect, useRef, useState } from 'react';
import type { NodeProperties } from '../../../shared/contract/tree.ts';
import { checkProperty, isWritable } from '../../../shared/dm/properties.ts';
import { select } from '../../app/store.ts';
import { useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { TextField } from '../../ui/Field.tsx';
import styles from './NodeProperties.module.css';

export interface PropertyRowProps {
  readonly devId: string;
  readonly node: NodeProperties;
  readonly property: NodeProperties['properties'][number];
  /** Gets the node as it is after a change; undefined for a property that nobody can change. */
  readonly onChange: ((node: NodeProperties) => void) | undefined;
}

/** A row of the list. */
export function PropertyRow({ devId, node, property, onChange }: PropertyRowProps) {
  const { name, value, refusal } = property;
  const [isEditing, setEditing] = useState(false);
  const canEdit = onChange !== undefined && refusal === undefined && !(name === 'Name' && node.uri === '.');
  return (
    <>
      <dt className={styles.name}>{name}</dt>
      <dd className={styles.value}>
        {isEditing && onChange !== undefined ? (
          <PropertyForm
            devId={devId}
            node={node}
            property={property}
            onDone={(changed) => {
              setEditing(false);
              if (changed !== undefined) onChange(changed);
            }}
          />
        ) : (
          <>
            {refusal === undefined ? (
              <Value name={name} value={value ?? ''} />
            ) : (
              <span className={styles.faint}>
                {refusal.code} {refusal.word}
              </span>
            )}
            {canEdit ? (
              <Button size="small" kind="quiet" aria-label={`Edit ${name}`} onClick={() => setEditing(true)}>
                Edit
              </Button>
            ) : null}
          </>
        )}
      </dd>
    </>
  );
}

function Value({ name, value }: { readonly name: string; readonly value: string }) {
  if (value !== '') return <code>{value}</code>;
  return <span className={styles.faint}>{name === 'ACL' ? 'empty: inherited' : 'empty'}</span>;
}

function PropertyForm({
  devId,
  node,
  property,
  onDone,
}: Omit<PropertyRowProps, 'onChange'> & { readonly onDone: (changed: NodeProperties | undefined) => void }) {
  const { name, value: before = '' } = property;
  const [value, setValue] = useState(before);
  const { busy, failure, submit } = useSubmit();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  if (!isWritable(name)) return null;
  const checked = checkProperty(node.uri, name, value);
  const error = checked.ok ? undefined : `${checked.error.message} ${checked.error.next}`;
  const whyNot = busy ? 'The handset is being asked.' : value === before ? 'Nothing is changed.' : error;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (whyNot !== undefined) return;
        submit(
          () => call('tree.setProperty', { devId, uri: node.uri, property: name, value }),
          (changed) => {
            if (changed.uri !== node.uri) select({ uri: changed.uri });
            onDone(changed);
          },
        );
      }}
    >
      <TextField
        label={`New ${name}`}
        protocol
        value={value}
        error={error}
        ref={field}
        onChange={(event) => setValue(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onDone(undefined);
        }}
      />
      <div>
        <Button size="small" kind="primary" submits whyNot={whyNot} hint="Replaces it, and reads it back">
          Replace
        </Button>{' '}
        <Button size="small" onClick={() => onDone(undefined)}>
          Cancel
        </Button>
      </div>
      {failure === undefined ? null : <ErrorNotice failure={failure} />}
    </form>
  );
}
