/** Choosing what a runbook needs. Planning sends nothing; the first step then waits on the right. */
import { useMemo, useState } from 'react';
import type { Runbook } from '../../../shared/runbook/built-in.ts';
import type { RunParams } from '../../../shared/runbook/run.ts';
import { closeDialog, useWindow } from '../../app/store.ts';
import { useSubmit } from '../../app/use-answer.ts';
import { CheckField, SelectField } from '../../ui/Field.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { formatBytes } from '../../ui/numbers.ts';
import { Remark } from '../../ui/Remark.tsx';
import { entryName } from '../inventory/entry-focus.ts';
import { stateWordOf } from '../inventory/entry-state.ts';
import { treeStoreOf, useTree } from '../inventory/tree-stores.ts';
import { useDeliveryChoice } from '../packages/delivery-choice.ts';
import { DeliveryField } from '../packages/DeliveryField.tsx';
import { NOBODY_ASKED, personParams } from './person-choices.ts';
import { PersonFields } from './PersonFields.tsx';
import { entriesFor, idOf, packagesOf, takesAway, whyNotOn } from './start-choices.ts';
import { startRun, whyNoNewRun } from './start-run.ts';

export interface StartRunDialogProps {
  readonly devId: string;
  readonly runbook: Runbook;
  /** Entry of the inventory to start with. */
  readonly uri: string | undefined;
}

/** Asks for component, package and options, as far as the runbook needs them. */
export function StartRunDialog({ devId, runbook, uri }: StartRunDialogProps) {
  const { id, title, hint, needs, options } = runbook;
  const handset = useWindow((state) => state.handsets.get(devId)?.name ?? devId);
  const isTethered = useWindow((state) => state.handsets.get(devId)?.tethered === true);
  const library = useWindow((state) => state.packages);
  const busyRun = useWindow((state) => whyNoNewRun(state, devId));
  const store = useMemo(() => treeStoreOf(devId), [devId]);
  const inventory = useTree(store, ({ scomo }) => scomo.inventory);
  const [entryUri, setEntryUri] = useState(uri ?? '');
  const [digest, setDigest] = useState('');
  const [choices, setChoices] = useState({
    deactivateFirst: true,
    removeReplaced: true,
    inactive: false,
  });
  const [person, setPerson] = useState(NOBODY_ASKED);
  const delivery = useDeliveryChoice(inventory, isTethered);
  const { busy, failure, submit } = useSubmit();

  const entries = entriesFor(runbook, inventory);
  const entry = entries.find((each) => each.uri === entryUri) ?? entries[0];
  const packages = packagesOf(id, entry, library);
  const item = packages.find((each) => each.digest === digest) ?? packages[0];
  const needsEntry = needs.includes('componentId') || needs.includes('pkgId');
  const params: RunParams = {
    ...(needs.includes('digest') && item !== undefined ? { digest: item.digest } : {}),
    ...(needs.includes('componentId') && entry !== undefined ? { componentId: idOf(entry) } : {}),
    ...(needs.includes('pkgId') && entry !== undefined ? { pkgId: idOf(entry) } : {}),
    ...Object.fromEntries(
      OPTIONS.filter(({ name }) => options.includes(name)).map(({ name }) => [name, choices[name]] as const),
    ),
    ...(needs.includes('digest') ? delivery.params : {}),
    ...(options.includes('askUser') ? personParams(person) : {}),
  };
  const whyNot =
    busyRun ??
    (needsEntry && entry === undefined ? noEntry(runbook, inventory === undefined) : undefined) ??
    (needs.includes('digest') && item === undefined ? noPackage(runbook) : undefined) ??
    whyNotOn(id, entry, params);
  const loss = takesAway(id, entry);

  return (
    <FormDialog
      title={`${title} on ${handset}`}
      description={`${hint} This plans the steps; nothing is sent before you run the first one.`}
      does="Plan the run"
      danger={loss !== undefined}
      busy={busy}
      whyNot={whyNot}
      failure={failure}
      onClose={closeDialog}
      onSubmit={() => submit(() => startRun(devId, id, params), closeDialog)}
    >
      {!needsEntry || entry === undefined ? null : (
        <SelectField
          label={needs.includes('componentId') ? 'Component' : 'Delivered package'}
          value={entry.uri}
          onChange={setEntryUri}
          options={entries.map((each) => ({
            value: each.uri,
            label: `${entryName(each)} · ${stateWordOf(each).word} · ${idOf(each)}`,
          }))}
        />
      )}
      {!needs.includes('digest') || item === undefined ? null : (
        <SelectField
          label="Package"
          value={item.digest}
          onChange={setDigest}
          options={packages.map((each) => ({
            value: each.digest,
            label: `${each.name}${each.version === undefined ? '' : ` ${each.version}`} (${each.fileName}, ${formatBytes(each.size)})`,
          }))}
        />
      )}
      {needs.includes('digest') ? <DeliveryField choice={delivery} /> : null}
      {OPTIONS.filter(({ name }) => options.includes(name)).map(({ name, label, hint }) => (
        <CheckField
          key={name}
          label={label}
          hint={hint}
          checked={choices[name]}
          onChange={(checked) => setChoices({ ...choices, [name]: checked })}
        />
      ))}
      {options.includes('askUser') ? <PersonFields choices={person} onChange={setPerson} /> : null}
      {loss === undefined ? null : <Remark>{loss}</Remark>}
      {whyNot === undefined ? null : <Remark>{whyNot}</Remark>}
    </FormDialog>
  );
}

const OPTIONS = [
  { name: 'deactivateFirst', label: 'Deactivate it first', hint: 'So that it does not run meanwhile.' },
  {
    name: 'removeReplaced',
    label: 'Remove the package that was replaced',
    hint: 'Otherwise the old package stays on the handset beside the new one.',
  },
  { name: 'inactive', label: 'Leave the components inactive', hint: 'You can check them, then activate them.' },
] as const;

function noEntry({ needs }: Runbook, notRead: boolean): string {
  if (notRead) return 'The inventory has not been read yet. Read it first (F5).';
  return needs.includes('componentId')
    ? 'No component is on the handset, as far as was read.'
    : 'No delivered package is on the handset, as far as was read.';
}

function noPackage({ id }: Runbook): string {
  return id === 'update-component'
    ? 'No package in the library carries this component. Add one, or add the component to its details.'
    : 'The library is empty. Add a package first.';
}
