/** Bringing a package to a handset: which package, and by which runbook. Nothing is sent before the first step. */
import { useState } from 'react';
import type { RunParams } from '../../../shared/runbook/run.ts';
import { closeDialog, select, useWindow } from '../../app/store.ts';
import { useAnswer, useSubmit } from '../../app/use-answer.ts';
import { call } from '../../app/workbench.ts';
import { CheckField, RadioCards, SelectField } from '../../ui/Field.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { formatBytes } from '../../ui/numbers.ts';
import { Remark } from '../../ui/Remark.tsx';
import { NOBODY_ASKED, personParams } from '../runs/person-choices.ts';
import { PersonFields } from '../runs/PersonFields.tsx';
import { useDeliveryChoice } from './delivery-choice.ts';
import { DeliveryField } from './DeliveryField.tsx';
import { titleOf } from './package-words.ts';
import { pushChoices, updatableBy, whyNoPush, type PushRunbook } from './push-choices.ts';

export interface PushDialogProps {
  readonly devId: string;
  /** The package to start with. */
  readonly digest?: string | undefined;
}

/** Plans the run; its first step then waits on the right. */
export function PushDialog({ devId, digest }: PushDialogProps) {
  const handset = useWindow((state) => state.handsets.get(devId));
  const packages = useWindow((state) => state.packages);
  const runs = useWindow((state) => state.runs);
  const [chosen, setChosen] = useState(digest ?? [...packages.keys()][0] ?? '');
  const [runbook, setRunbook] = useState<PushRunbook>('push-install');
  const [component, setComponent] = useState('');
  const [deactivateFirst, setDeactivateFirst] = useState(true);
  const [removeReplaced, setRemoveReplaced] = useState(true);
  const [person, setPerson] = useState(NOBODY_ASKED);
  const inventory = useAnswer('tree.inventory', { devId });
  const read = inventory?.ok === true ? inventory.value.inventory : null;
  const delivery = useDeliveryChoice(read, handset?.tethered === true);
  const { busy, failure, submit } = useSubmit();

  const item = packages.get(chosen);
  const updatable = updatableBy(item, read);
  const choices = pushChoices(item, updatable);
  const choice = choices.find((each) => each.value === runbook);
  const componentId = updatable.find((each) => each.id === component)?.id ?? updatable[0]?.id;
  const whyNot = whyNoPush(handset, runs.values()) ?? (item === undefined ? 'Choose a package.' : choice?.whyNot);
  const params: RunParams = {
    digest: chosen,
    ...(runbook === 'update-component' && componentId !== undefined
      ? { componentId, deactivateFirst, removeReplaced }
      : {}),
    ...delivery.params,
    ...personParams(person),
  };

  return (
    <FormDialog
      title={`Push a package to ${handset?.name ?? devId}`}
      description="This plans the steps. Nothing is sent before you run the first one."
      width={540}
      does="Plan the run"
      busy={busy}
      failure={failure}
      whyNot={whyNot}
      onClose={closeDialog}
      onSubmit={() =>
        submit(
          () => call('runs.start', { devId, runbook, params }),
          (run) => {
            select({ devId, runId: run.id });
            closeDialog();
          },
        )
      }
    >
      <SelectField
        label="Package"
        value={chosen}
        onChange={setChosen}
        options={[...packages.values()].map((each) => ({
          value: each.digest,
          label: `${titleOf(each)} (${each.fileName}, ${formatBytes(each.size)})`,
        }))}
      />
      <RadioCards legend="What shall happen" value={runbook} options={choices} onChange={setRunbook} />
      {runbook === 'update-component' && componentId !== undefined ? (
        <>
          <SelectField
            label="Component to update"
            value={componentId}
            onChange={setComponent}
            options={updatable.map((each) => ({
              value: each.id ?? '',
              label: [each.name ?? each.id, each.version, each.state?.word].filter(Boolean).join(' · '),
            }))}
          />
          <CheckField
            label="Deactivate it first"
            hint="So that it does not run while it is replaced."
            checked={deactivateFirst}
            onChange={setDeactivateFirst}
          />
          <CheckField
            label="Remove the package that was replaced"
            checked={removeReplaced}
            onChange={setRemoveReplaced}
          />
        </>
      ) : null}
      <DeliveryField choice={delivery} />
      <PersonFields choices={person} onChange={setPerson} />
      {whyNot === undefined ? null : <Remark>{whyNot}</Remark>}
    </FormDialog>
  );
}
