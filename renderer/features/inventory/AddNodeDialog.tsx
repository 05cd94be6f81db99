/** A new node below the selected one. */
import { useState } from 'react';
import { NEW_FORMATS } from '../../../shared/contract/tree.ts';
import { checkProperty } from '../../../shared/dm/properties.ts';
import { joinURI, escapeSegment } from '../../../shared/dm/uri.ts';
import { closeDialog, select } from '../../app/store.ts';
import { useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { SelectField, TextField } from '../../ui/Field.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';

type NewFormat = (typeof NEW_FORMATS)[number];

const FORMAT_WORDS: Readonly<Record<NewFormat, string>> = {
  chr: 'chr – text',
  int: 'int – whole number',
  bool: 'bool – true or false',
  bin: 'bin – octets, typed as base64',
  xml: 'xml – XML',
  date: 'date – date',
  time: 'time – time',
  float: 'float – number',
  null: 'null – no value',
  node: 'node – interior node',
};

/** Asks for name, format and value; the new node is selected afterwards. */
export function AddNodeDialog({ devId, uri }: { readonly devId: string; readonly uri: string }) {
  const [name, setName] = useState('');
  const [format, setFormat] = useState<NewFormat>('chr');
  const [value, setValue] = useState('');
  const { busy, failure, submit } = useSubmit();
  const checked = checkProperty(joinURI(uri, escapeSegment(name)), 'Name', name);
  const error = name === '' || checked.ok ? undefined : `${checked.error.message} ${checked.error.next}`;
  const hasValue = format !== 'node' && format !== 'null';
  return (
    <FormDialog
      title="Add a node"
      description={<>Below {uri}. It is read back from the handset.</>}
      does="Add"
      width={460}
      busy={busy}
      whyNot={name === '' ? 'Give it a name.' : error}
      failure={failure}
      onClose={closeDialog}
      onSubmit={() =>
        submit(
          () => call('tree.addNode', { devId, uri, name, format, ...(hasValue ? { value } : {}) }),
          (added) => {
            select({ uri: added.uri });
            closeDialog();
          },
        )
      }
    >
      <TextField
        label="Name"
        protocol
        value={name}
        error={error}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <SelectField<NewFormat>
        label="Format"
        value={format}
        options={NEW_FORMATS.map((each) => ({ value: each, label: FORMAT_WORDS[each] }))}
        onChange={setFormat}
      />
      {hasValue ? (
        <TextField
          label="Value"
          protocol
          value={value}
          maxLength={16_384}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
      ) : null}
    </FormDialog>
  );
}
