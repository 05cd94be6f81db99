/** Writing a sub-tree from a TNDS file: what is in it, and whether it is added or replaces what is there. */
import { useState } from 'react';
import { LONGEST_DOCUMENT } from '../../../shared/contract/tree.ts';
import { readTnds } from '../../../shared/dm/tnds-reader.ts';
import { closeDialog, tellDone } from '../../app/store.ts';
import { useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { RadioCards } from '../../ui/Field.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { formatCount } from '../../ui/numbers.ts';
import styles from './WriteTndsDialog.module.css';

export interface WriteTndsDialogProps {
  readonly devId: string;
  readonly uri: string;
  readonly fileName: string;
  readonly document: string;
}

/** Nodes that are named before the rest is only counted. */
const SHOWN = 12;

/** Shows what the file holds before anything is sent. */
export function WriteTndsDialog({ devId, uri, fileName, document }: WriteTndsDialogProps) {
  const [how, setHow] = useState<'Add' | 'Replace'>('Add');
  const { busy, failure, submit } = useSubmit();
  const nodes = readTnds(document, uri, how === 'Add' ? 'below' : 'at');
  const whyNot = !nodes.ok
    ? `${nodes.error.message} ${nodes.error.next}`
    : document.length > LONGEST_DOCUMENT
      ? `The file is longer than ${LONGEST_DOCUMENT} characters. Split it.`
      : undefined;
  return (
    <FormDialog
      title={`Write ${fileName} to the handset`}
      description={<>At {uri}. One command, all of it or nothing; it is read back.</>}
      does={how}
      danger={how === 'Replace'}
      width={560}
      busy={busy}
      whyNot={whyNot}
      failure={nodes.ok ? failure : nodes.error}
      onClose={closeDialog}
      onSubmit={() =>
        submit(
          () => call('tree.writeTnds', { devId, uri, document, how }),
          (done) => {
            tellDone(`${formatCount(done.nodes, 'node')} of ${fileName} are on the handset.`);
            closeDialog();
          },
        )
      }
    >
      <RadioCards
        legend="How"
        value={how}
        onChange={setHow}
        options={[
          {
            value: 'Add',
            label: 'Add',
            hint: 'New nodes below the selected one. It fails when one of them is there already.',
          },
          {
            value: 'Replace',
            label: 'Replace',
            hint: 'The sub-tree becomes what the file says: nodes that the file does not have are deleted.',
          },
        ]}
      />
      {nodes.ok ? (
        <ul className={styles.nodes} aria-label="Nodes of the file">
          {nodes.value.slice(0, SHOWN).map((node) => (
            <li key={node.uri}>
              {node.uri}
              {node.value === undefined ? '' : ` = ${node.value === '' ? 'empty' : node.value}`}
            </li>
          ))}
          {nodes.value.length > SHOWN ? <li>and {formatCount(nodes.value.length - SHOWN, 'more node')}</li> : null}
        </ul>
      ) : null}
    </FormDialog>
  );
}
