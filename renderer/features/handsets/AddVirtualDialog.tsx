/** A virtual handset that behaves as a real one may: big, slow, old, or slow to tell its results. */
import { useState } from 'react';
import { PERSONALITIES, type PersonalityName, personalityRow } from '../../../shared/contract/virtual-handset.ts';
import { closeDialog, select } from '../../app/store.ts';
import { useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { SelectField, TextField } from '../../ui/Field.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import styles from './AddVirtualDialog.module.css';
import { FaultPicker, seedError, SeedField } from './FaultPicker.tsx';

/** Asks how it shall be, then starts it. */
export function AddVirtualDialog() {
  const [devId, setDevId] = useState('');
  const [nodes, setNodes] = useState('0');
  const [latency, setLatency] = useState('0');
  const [lists, setLists] = useState<keyof typeof LISTS>('all');
  const [results, setResults] = useState<keyof typeof RESULTS>('own');
  const [personality, setPersonality] = useState<PersonalityName>('spec-1.0');
  const [encoding, setEncoding] = useState<'xml' | 'wbxml'>('xml');
  const [faults, setFaults] = useState<readonly string[]>([]);
  const [seed, setSeed] = useState('1');
  const { busy, failure, submit } = useSubmit();
  const nodesError = outside(nodes, 100_000);
  const latencyError = outside(latency, 60_000);
  return (
    <FormDialog
      title="Add virtual handset"
      description="A process of its own that speaks the real protocol to the DM server of this workbench."
      does="Add"
      width={640}
      busy={busy}
      failure={failure}
      whyNot={nodesError ?? latencyError ?? seedError(seed)}
      onClose={closeDialog}
      onSubmit={() =>
        submit(
          () =>
            call('handsets.addVirtual', {
              ...(devId.trim() === '' ? {} : { devId: devId.trim() }),
              extraNodes: Number(nodes),
              latencyMs: Number(latency),
              ...LISTS[lists],
              ...RESULTS[results],
              ...(personality === 'spec-1.0' ? {} : { personality }),
              ...(encoding === 'xml' ? {} : { encoding }),
              ...(faults.length === 0 ? {} : { faults: [...faults], seed: Number(seed) }),
            }),
          (added) => {
            select({ devId: added.devId });
            closeDialog();
          },
        )
      }
    >
      <SelectField
        label="Stands for"
        hint={personalityRow(personality).hint}
        value={personality}
        onChange={setPersonality}
        options={PERSONALITIES.map(({ name, title }) => ({ value: name, label: title }))}
      />
      <div className={styles.two}>
        <TextField
          label="DevId"
          protocol
          placeholder="made up for you"
          maxLength={255}
          value={devId}
          onChange={(event) => setDevId(event.currentTarget.value)}
        />
        <SelectField
          label="Messages"
          value={encoding}
          onChange={setEncoding}
          options={[
            { value: 'xml', label: 'XML' },
            { value: 'wbxml', label: 'WBXML' },
          ]}
        />
      </div>
      <div className={styles.two}>
        <TextField
          label="Further nodes in its tree"
          hint="0 to 100,000, beside the SCOMO object"
          inputMode="numeric"
          value={nodes}
          error={nodesError}
          onChange={(event) => setNodes(event.currentTarget.value)}
        />
        <TextField
          label="Delay before each message, ms"
          hint="0 to 60,000"
          inputMode="numeric"
          value={latency}
          error={latencyError}
          onChange={(event) => setLatency(event.currentTarget.value)}
        />
      </div>
      <SelectField
        label="Results of operations"
        value={results}
        onChange={setResults}
        options={[
          { value: 'own', label: 'As its kind does' },
          { value: 'async', label: 'Later: status 202, then a report in another session' },
          { value: 'sync', label: 'At once: in the status of the command' },
        ]}
      />
      <SelectField
        label="Lists of its tree"
        value={lists}
        onChange={setLists}
        options={[
          { value: 'all', label: 'All that its kind answers' },
          { value: 'tnds', label: 'TNDS only: the tree comes as one document' },
          { value: 'none', label: 'None, like older handsets: the tree is read level by level' },
        ]}
      />
      <FaultPicker faults={faults} onChange={setFaults} />
      {faults.length === 0 ? null : <SeedField seed={seed} onChange={setSeed} />}
    </FormDialog>
  );
}

/** The options of each choice. */
const RESULTS = { own: {}, async: { results: 'async' }, sync: { results: 'sync' } } as const;
const LISTS = { all: {}, tnds: { refuseStruct: true }, none: { refuseList: true } } as const;

function outside(text: string, max: number): string | undefined {
  return /^\d+$/.test(text) && Number(text) <= max
    ? undefined
    : `A whole number from 0 to ${max.toLocaleString('en')}.`;
}
